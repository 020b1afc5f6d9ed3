from django.db import transaction

from cic_portal import languages
from cic_portal.editing.recording import one_version
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
        instance.translation_record = _locked(instance).translation_record
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
def save_translation(*, instance, code, changed_columns, by, confirmed, today, seen=None):
    """Save what staff changed of an object in one language and note which Polish text it was made from.

    Only `changed_columns` are written, so two people who save two languages of one object at once both keep their
    words. `seen` holds the fingerprints of the Polish texts that the translator had before them, by field: if Polish
    changed meanwhile, the translation is outdated at once. With `confirmed`, every text of the object in that language
    counts as read by a person who knows it. Saving Polish outdates nothing by itself: the fingerprints decide.
    """
    before = _locked(instance)
    keep_source_texts([*(before.source_texts() if before else ()), *instance.source_texts()])
    if before:
        instance.translation_record = before.translation_record
    if code != languages.SOURCE:
        for field in instance.translated_fields():
            _note(instance, code, field, f"{field}_{code}" in changed_columns, by, confirmed, today, seen or {})
    with one_version(by=by):
        if before is None:
            instance.save()
        else:
            always = {"translation_record", "updated_at"} & {column.name for column in instance._meta.concrete_fields}
            instance.save(update_fields=[*changed_columns, *always])
    return instance


def _note(instance, code, field, has_changed, by, confirmed, today, seen):
    entries = instance.translation_record.setdefault(code, {})
    if not instance.text_in(field, code):
        entries.pop(field, None)
    elif has_changed or confirmed:
        instance.record_translation(
            code,
            field,
            made_from=seen.get(field),
            origin="staff" if has_changed else entries.get(field, {}).get("origin", "staff"),
            confirmed_by=by.get_username() if confirmed else "",
            confirmed_on=today.isoformat() if confirmed else "",
        )


def _locked(instance):
    """The row as the database has it now, locked until the transaction ends; None for a new object."""
    return type(instance)._base_manager.select_for_update().filter(pk=instance.pk).first()
