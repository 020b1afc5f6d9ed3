from modeltranslation.translator import TranslationOptions, register

from courses.events.models import Event


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "summary", "body")
    rich_fields = ("body",)
