from django.db import models

from cic_portal.languages import staff_text


class TranslationStatus(models.TextChoices):
    """Worst first: a page is as good as its worst text."""

    MISSING = "missing", staff_text("missing")
    OUTDATED = "outdated", staff_text("outdated")
    UNREVIEWED = "unreviewed", staff_text("not read by a translator")
    CURRENT = "current", staff_text("current")


def translation_status(*, text, made_from, source, confirmed_by):
    """The state of one translated text.

    `made_from` and `source` are fingerprints of the Polish text, then and now. Where Polish has no text there is
    nothing to translate, which counts as current.
    """
    if not source:
        return TranslationStatus.CURRENT
    if not text:
        return TranslationStatus.MISSING
    if made_from != source:
        return TranslationStatus.OUTDATED
    return TranslationStatus.CURRENT if confirmed_by else TranslationStatus.UNREVIEWED


def worst(statuses):
    """The worst of `statuses`; CURRENT when there are none."""
    order = list(TranslationStatus)
    return min(statuses, key=order.index, default=TranslationStatus.CURRENT)


def interface_status(language):
    """The state of what the portal itself says in `language`: every string is there, perhaps read by nobody."""
    return TranslationStatus.CURRENT if language.is_proofread else TranslationStatus.UNREVIEWED
