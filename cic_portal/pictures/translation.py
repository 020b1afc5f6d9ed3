from modeltranslation.translator import TranslationOptions, register

from cic_portal.pictures.models import Picture


@register(Picture)
class PictureTranslation(TranslationOptions):
    fields = ("alt",)
