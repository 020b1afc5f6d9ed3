from modeltranslation.translator import TranslationOptions, register

from tests.new_page_type.stories.models import Story


@register(Story)
class StoryTranslation(TranslationOptions):
    fields = ("title", "summary", "body")
    rich_fields = ("body",)
