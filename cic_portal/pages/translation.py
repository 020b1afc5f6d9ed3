from modeltranslation.translator import TranslationOptions, register

from cic_portal.pages.models import AccessibilityDeclaration, Page


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "summary", "body")
    rich_fields = ("body",)


@register(AccessibilityDeclaration)
class AccessibilityDeclarationTranslation(TranslationOptions):
    fields = ("inaccessible", "preparation", "architecture", "communication", "contact_name")
    rich_fields = ("inaccessible", "preparation", "architecture", "communication")
