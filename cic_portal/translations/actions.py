from django.db import transaction

from cic_portal import languages


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
    instance.save()
    return instance


def _current_record(instance):
    """The record as the database has it now, locked: two people may save two languages of one object at once."""
    if instance.pk is None:
        return instance.translation_record
    rows = type(instance)._base_manager.select_for_update().filter(pk=instance.pk)
    return rows.values_list("translation_record", flat=True).first() or {}
