from datetime import timedelta
from unicodedata import normalize

from django.db import transaction

from cic_portal import languages
from cic_portal.desk.changes import ChangedMeanwhile
from cic_portal.editing.recording import one_version
from cic_portal.texts.actions import keep_source_texts
from cic_portal.texts.fingerprints import fingerprint
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations.launching import forget, readiness
from cic_portal.translations.models import LanguageSwitch
from cic_portal.translations.units import units_of


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
def save_translation(*, instance, code, changed_columns, by, confirmed, today, seen=None, fields=None, origin="staff"):
    """Save what staff changed of an object in one language and note which Polish text it was made from.

    Only `changed_columns` are written, so two people who save two languages of one object at once both keep their
    words. `seen` holds the fingerprints of the Polish texts that the translator had before them, by field: if Polish
    changed meanwhile, the translation is outdated at once. With `confirmed`, every text of the object in that language
    (or of its `fields`) counts as read by a person who knows it. `origin` says where changed words come from. Saving
    Polish outdates nothing by itself: the fingerprints decide.
    """
    before = _locked(instance)
    keep_source_texts([*(before.source_texts() if before else ()), *instance.source_texts()])
    if before:
        instance.translation_record = before.translation_record
    if code != languages.SOURCE:
        for field in instance.translated_fields():
            is_confirmed = confirmed and (fields is None or field in fields)
            has_changed = f"{field}_{code}" in changed_columns
            _note(instance, code, field, has_changed, by, is_confirmed, today, seen or {}, origin)
    with one_version(by=by):
        if before is None:
            instance.save()
        else:
            always = {"translation_record", "updated_at"} & {column.name for column in instance._meta.concrete_fields}
            instance.save(update_fields=[*changed_columns, *always])
    return instance


@transaction.atomic
def save_units(*, instance, code, texts, by, confirmed, today, seen, replaces=None, origin="staff"):
    """Save translations of an object and its parts by the ids of their Units; returns the Units that were taken.

    Whoever calls has asked `problems_of` each text. All or nothing: `replaces` holds, by unit, the fingerprint of the
    translation as it was shown to whoever typed, and where another one is stored by now, ChangedMeanwhile is raised
    with those Units as they are stored now, and the first version stays. A text that was shown and left as it was never overwrites what came meanwhile: it is not
    taken. `seen` is that of save_translation, by unit. With `confirmed`, the texts that are taken count as read by a
    person, and only those. Raises KeyError for a unit that the object does not have.
    """
    units = {unit.id: unit for unit in units_of(_locked_whole(instance), code)}
    given = {units[name]: normalize("NFC", text.replace("\r\n", "\n")).strip() for name, text in texts.items()}
    taken = _in_time(given, replaces or {})
    for holder in dict.fromkeys(unit.holder for unit in taken):
        own = [unit for unit in taken if unit.holder is holder]
        changed = [unit for unit in own if given[unit] != unit.target.strip()]
        for unit in changed:
            setattr(holder, unit.column, given[unit])
        if changed or confirmed:
            save_translation(
                instance=holder,
                code=code,
                changed_columns=[unit.column for unit in changed],
                by=by,
                confirmed=confirmed,
                today=today,
                seen={unit.field: seen.get(unit.id) for unit in own},
                fields=[unit.field for unit in own],
                origin=origin,
            )
    return taken


def _in_time(given, replaces):
    """Those Units of `given` (Unit: new text) whose stored translation is the one that was shown."""
    now = {unit: unit.target_fingerprint for unit in given}
    late = [unit for unit in given if replaces.get(unit.id, now[unit]) != now[unit]]
    if overtaken := [unit for unit in late if fingerprint(given[unit]) not in (replaces[unit.id], now[unit])]:
        raise ChangedMeanwhile(overtaken)
    return [unit for unit in given if unit not in late]


def _note(instance, code, field, has_changed, by, confirmed, today, seen, origin):
    entries = instance.translation_record.setdefault(code, {})
    if not instance.text_in(field, code):
        entries.pop(field, None)
    elif has_changed or confirmed:
        instance.record_translation(
            code,
            field,
            made_from=seen.get(field),
            origin=origin if has_changed else entries.get(field, {}).get("origin", "staff"),
            confirmed_by=by.get_username() if confirmed else "",
            confirmed_on=today.isoformat() if confirmed else "",
        )


def _locked(instance):
    """The row as the database has it now, locked until the transaction ends; None for a new object."""
    return type(instance)._base_manager.select_for_update().filter(pk=instance.pk).first()


def _locked_whole(instance):
    """The object as the database has it now; it and its parts are locked until the transaction ends."""
    whole = type(instance)._base_manager.select_for_update().get(pk=instance.pk)
    by_model = {}
    for part in whole.parts():
        by_model.setdefault(type(part), []).append(part.pk)
    for model, pks in by_model.items():
        list(model._base_manager.select_for_update().filter(pk__in=pks).order_by("pk"))
    return whole


@transaction.atomic
def show_language(*, code, by, now):
    """Let visitors see the language `code`. Returns a sentence when it is not ready, and nothing has changed then."""
    found = next(each for each in readiness() if each.language.code == code)
    if why_not := found.why_not_show:
        return why_not
    _switch(code, is_on=True, by=by, now=now)
    return ""


@transaction.atomic
def hide_language(*, code, by, now):
    """Take the language `code` away from visitors again; nothing of its texts is lost."""
    _switch(code, is_on=False, by=by, now=now)


def _switch(code, *, is_on, by, now):
    LanguageSwitch.objects.update_or_create(code=code, defaults={"is_on": is_on, "by": by, "at": now})
    transaction.on_commit(forget)


# How long a check holds when the dates of the last one do not say.
USUAL_REVIEW = timedelta(days=90)


@transaction.atomic
def assure(*, instance, parts, today):
    """Somebody compared the Polish text with its sources today and found it still correct.

    The next check is due after as long as the last one held. Translations made from an older wording count as made
    from this one.
    """
    held = USUAL_REVIEW
    if instance.assured_on and instance.review_due_on and instance.review_due_on > instance.assured_on:
        held = instance.review_due_on - instance.assured_on
    instance.assured_on, instance.review_due_on = today, today + held
    instance.save(update_fields=["assured_on", "review_due_on", "updated_at"])
    confirm_unchanged(instances=[instance, *parts], codes=languages.TARGETS)
