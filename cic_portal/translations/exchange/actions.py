from dataclasses import asdict, dataclass, replace

from django.db import transaction

from cic_portal.desk.changes import ChangedMeanwhile
from cic_portal.translations.actions import save_translation, save_units
from cic_portal.translations.coverage import kinds
from cic_portal.translations.exchange.files import ExchangedText, State
from cic_portal.translations.exchange.judging import Verdict, digest, judge, origin_of
from cic_portal.translations.exchange.models import Upload
from cic_portal.translations.exchange.portal import kinds_for, whole
from cic_portal.translations.units import problems_of, units_of

ORIGIN = "xliff"  # in translation_record: the words came in a file of a translation tool


@dataclass(frozen=True)
class JudgedObject:
    """What a file says of one object; `instance` is None when the portal no longer has it."""

    instance: object
    items: tuple


@transaction.atomic
def keep_upload(*, file, code, owner, now):
    """Keep what `file` says until its preview is confirmed. Somebody has one file at a time."""
    Upload.objects.filter(owner=owner).delete()
    texts = [
        {"origin": thing.origin, **asdict(text), "state": text.state.value}
        for thing in file.objects
        for text in thing.texts
    ]
    return Upload.objects.create(owner=owner, code=code, texts=texts, created_at=now)


def judged_objects(upload):
    """The JudgedObjects of an upload, as the portal is now, in the order of the file."""
    by_origin = {}
    for kept in upload.texts:
        facts = {name: value for name, value in kept.items() if name != "origin"}
        text = replace(ExchangedText(**facts), state=State(facts["state"]))
        by_origin.setdefault(origin_of(kept["origin"]), []).append(text)
    found = _instances(by_origin)
    models = kinds_for(upload.owner)
    return [
        _judged(found.get((origin.label, int(origin.pk))), texts, upload.code, may_change=origin.label in models)
        for origin, texts in by_origin.items()
    ]


def _instances(origins):
    """Objects by label and primary key; one query for a kind, and one for its parts."""
    wanted = {}
    for origin in origins:
        wanted.setdefault(origin.label, set()).add(int(origin.pk))
    found, models = {}, {model._meta.label_lower: model for model in kinds()}
    for label, pks in sorted(wanted.items()):
        if model := models.get(label):
            found |= {(label, instance.pk): instance for instance in whole(model).filter(pk__in=pks)}
    return found


def _judged(instance, texts, code, *, may_change):
    units = {unit.id: unit for unit in units_of(instance, code)} if instance else {}
    items = (judge(text, units.get(text.id), may_change=may_change, problems_of=problems_of) for text in texts)
    return JudgedObject(instance, tuple(items))


@transaction.atomic
def import_upload(*, upload, by, today, seen, is_read):
    """Save what the preview named `seen` showed to be taken; returns how many texts, by their Verdict.

    With `is_read` a person vouches for the texts that the file calls reviewed; all others are unreviewed. Raises
    ChangedMeanwhile when meanwhile somebody saved a text or imported the file, and Upload.DoesNotExist when it is
    used up.
    """
    upload = Upload.objects.select_for_update().select_related("owner").get(pk=upload.pk)
    objects = judged_objects(upload)
    if digest(objects) != seen:
        raise ChangedMeanwhile(objects)
    taken = [(thing.instance, [item for item in thing.items if item.verdict.is_taken]) for thing in objects]
    # In the same order for everybody: two imports that wait for each other would wait for ever.
    for instance, items in sorted((pair for pair in taken if pair[1]), key=lambda pair: _place(pair[0])):
        _save(instance, items, code=upload.code, by=by, today=today, is_read=is_read)
    upload.delete()
    return [item.verdict for _instance, items in taken for item in items]


def _place(instance):
    return instance._meta.label_lower, instance.pk


def _save(instance, items, *, code, by, today, is_read):
    common = {"code": code, "by": by, "today": today, "origin": ORIGIN}
    read = [item for item in items if is_read and item.is_reviewed]
    unread = [item for item in items if item not in read]
    for group, confirmed in ((read, True), (unread, False)):
        if group:
            save_units(
                instance=instance,
                texts={item.unit.id: item.text.target for item in group},
                seen={item.unit.id: item.unit.source_fingerprint for item in group},
                replaces={item.unit.id: item.unit.target_fingerprint for item in group},
                confirmed=confirmed,
                **common,
            )
    for item in unread:
        if item.verdict is Verdict.SAME_WORDS:
            _note_same_words(item.unit, **common)


def _note_same_words(unit, **common):
    """The words stay, but they are now known to be made from the Polish text of today."""
    holder = type(unit.holder)._base_manager.get(pk=unit.holder.pk)
    save_translation(
        instance=holder,
        changed_columns=[unit.column],
        confirmed=False,
        seen={unit.field: unit.source_fingerprint},
        **common,
    )


@transaction.atomic
def discard_upload(*, upload):
    upload.delete()


@transaction.atomic
def purge_uploads(*, now):
    """Delete files whose preview nobody confirmed in time; returns how many."""
    return Upload.objects.over(now).delete()[0]
