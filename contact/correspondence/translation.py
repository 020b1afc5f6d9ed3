from modeltranslation.translator import TranslationOptions, register

from contact.correspondence import models


@register(models.AnswerTemplate)
class AnswerTemplateTranslation(TranslationOptions):
    fields = ("title", "body")
