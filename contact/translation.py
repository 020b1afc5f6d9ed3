from modeltranslation.translator import TranslationOptions, register

from contact import models


@register(models.Centre)
class CentreTranslation(TranslationOptions):
    fields = ("name", "note")


@register(models.Closure)
class ClosureTranslation(TranslationOptions):
    fields = ("reason",)
