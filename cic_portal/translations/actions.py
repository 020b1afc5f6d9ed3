from django.db import transaction

from cic_portal import languages
from cic_portal.translations.fingerprints import fingerprint
from cic_portal.translations.models import SourceText
from cic_portal.translations.status import TranslationStatus


def keep_source_texts(texts):
    """Remember Polish texts by their fingerprints, those not yet known."""
    rows = [SourceText(fingerprint=fingerprint(text), text=text) for text in texts if fingerprint(text)]
    SourceText.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def confirm_unchanged(*, instances, codes):
    """The Polish text changed, but the translations in `codes` still say the same: take them as made from it.

    Says nothing about whether a person has read them: that stays as it was. Missing texts stay missing.
    """
    for instance in instances:
        instance.translation_record = _current_record(instance)
        for code in codes:
            for field in instance.translated_fields():
                if instance.field_status(field, code) == TranslationStatus.OUTDATED:
                    entry = instance.translation_record.get(code, {}).get(field, {})
                    instance.record_translation(
                        code,
                        field,
                        origin=entry.get("origin", "staff"),
                        confirmed_by=entry.get("confirmed_by", ""),
                        confirmed_on=entry.get("confirmed_on", ""),
                    )
        keep_source_texts(instance.source_texts())
        instance.save(update_fields=["translation_record"])


@transaction.atomic
def save_translation(*, instance, code, changed_fields, by, confirmed, today):
    """Save what staff wrote in one language and note which Polish text it was made from.

    `changed_fields` are names without language ("title"). With `confirmed`, every text of the object in that language
    counts as read by a person who knows it, the untouched ones too. Saving Polish outdates nothing by itself: the
    fingerprints decide.
    """
    if code != languages.SOURCE:
        record = _current_record(instance)
        instance.translation_record = record
        for field in instance.translated_fields():
            if not instance.text_in(field, code):
                record.get(code, {}).pop(field, None)
            elif field in changed_fields or confirmed:
                instance.record_translation(
                    code,
                    field,
                    origin="staff"
                    if field in changed_fields
                    else record.get(code, {}).get(field, {}).get("origin", "staff"),
                    confirmed_by=by.get_username() if confirmed else "",
                    confirmed_on=today.isoformat() if confirmed else "",
                )
    if before := type(instance)._base_manager.filter(pk=instance.pk).first():
        keep_source_texts(before.source_texts())
    keep_source_texts(instance.source_texts())
    instance.save()
    return instance


def _current_record(instance):
    """The record as the database has it now, locked: two people may save two languages of one object at once."""
    if instance.pk is None:
        return instance.translation_record
    rows = type(instance)._base_manager.select_for_update().filter(pk=instance.pk)
    return rows.values_list("translation_record", flat=True).first() or {}
