from modeltranslation.translator import TranslationOptions, register

from services import models


@register(models.Topic)
class TopicTranslation(TranslationOptions):
    fields = ("title", "summary", "body")
    rich_fields = ("body",)


@register(models.Office)
class OfficeTranslation(TranslationOptions):
    fields = ("description", "hours")


@register(models.Guide)
class GuideTranslation(TranslationOptions):
    fields = ("title", "summary", "keywords")


@register(models.Situation)
class SituationTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(models.Section)
class SectionTranslation(TranslationOptions):
    fields = ("body",)
    rich_fields = ("body",)


@register(models.Term)
class TermTranslation(TranslationOptions):
    fields = ("equivalent", "meaning")


@register(models.Amount)
class AmountTranslation(TranslationOptions):
    fields = ("label",)


@register(models.Offer)
class OfferTranslation(TranslationOptions):
    fields = ("title", "summary", "body")
    rich_fields = ("body",)
