from modeltranslation.translator import TranslationOptions, register

from courses.models import Course


@register(Course)
class CourseTranslation(TranslationOptions):
    fields = ("title", "summary", "body")
    rich_fields = ("body",)
