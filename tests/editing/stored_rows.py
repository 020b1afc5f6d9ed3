"""What the database holds of a guide, to compare before and after."""

from cic_portal.editing.versions import translated_words
from services.models import Guide, Section


def rows(model, **which):
    """Every column of every row but the moment of the last change, which is that of the restoring.

    A column without a language is no column of its own: modeltranslation reads that of the active language instead.
    """
    others = {"updated_at", *translated_words(model)}
    names = [column.attname for column in model._meta.concrete_fields if column.name not in others]
    return list(model._base_manager.filter(**which).order_by("pk").values(*names))


def everything(guide):
    return rows(Guide, pk=guide.pk), rows(Section, guide=guide), sorted(guide.offices.values_list("pk", flat=True))
