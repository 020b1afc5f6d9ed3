from modeltranslation.translator import TranslationOptions, register

from contact import models


@register(models.Centre)
class CentreTranslation(TranslationOptions):
    fields = ("name", "note", "way_description")


@register(models.Closure)
class ClosureTranslation(TranslationOptions):
    fields = ("reason",)


@register(models.ExtraOpening)
class ExtraOpeningTranslation(TranslationOptions):
    fields = ("reason",)
