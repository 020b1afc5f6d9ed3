from dataclasses import dataclass

from django.db import transaction

from cic_portal.personal_data.models import PersonalData
from cic_portal.translations.actions import save_units
from cic_portal.translations.coverage import UNFINISHED
from cic_portal.translations.machine.providers import provider
from cic_portal.translations.machine.reasons import NoDraft, WhyNoDraft
from cic_portal.translations.units import problems_of, units_of

ORIGIN = "machine"  # in translation_record


@dataclass(frozen=True)
class Drafts:
    """What became of an attempt: `saved` Units; `refused` pairs of a Unit and why; `why_not` when there is nothing at all."""

    saved: tuple = ()
    refused: tuple = ()
    why_not: WhyNoDraft | None = None


def draft_by_machine(*, instance, code, by, today):
    """Let the service translate the missing and outdated texts of `instance` and its parts; returns Drafts.

    The service is asked outside of any transaction. What a person saves meanwhile stays; a draft counts as read by nobody.
    """
    service = provider()
    if service is None or isinstance(instance, PersonalData):
        return Drafts(why_not=WhyNoDraft.OFF)
    units = [unit for unit in units_of(instance, code) if unit.status in UNFINISHED]
    if not units:
        return Drafts(why_not=WhyNoDraft.NOTHING)
    try:
        texts = service.translate([unit.source for unit in units], code)
    except NoDraft as refused:
        return Drafts(why_not=refused.why)
    return _saved(instance, code, dict(zip(units, texts, strict=True)), by=by, today=today)


def _saved(instance, code, drafts, *, by, today):
    problems = {unit: _problem(unit, text) for unit, text in drafts.items()}
    good = {unit: text for unit, text in drafts.items() if not problems[unit]}
    saved = _save_what_is_still_missing(instance=instance, code=code, drafts=good, by=by, today=today)
    refused = tuple((unit, problem) for unit, problem in problems.items() if problem)
    return Drafts(tuple(saved), refused)


def _problem(unit, text):
    """Why the draft `text` cannot be kept, in a sentence; "" when it can."""
    if text is None:
        return WhyNoDraft.SIGNS.label
    return " ".join(str(problem) for problem in problems_of(unit, text))


@transaction.atomic
def _save_what_is_still_missing(*, instance, code, drafts, by, today):
    """Of `drafts` by Unit those whose Polish and whose translation are still the ones that were sent."""
    now = type(instance)._base_manager.select_for_update().filter(pk=instance.pk).first()
    current = {unit.id: unit for unit in units_of(now, code)} if now else {}
    kept = {unit.id: text for unit, text in drafts.items() if _is_as_it_was(unit, current.get(unit.id))}
    if not kept:
        return []
    return save_units(
        instance=now,
        code=code,
        texts=kept,
        by=by,
        confirmed=False,
        today=today,
        seen={name: current[name].source_fingerprint for name in kept},
        replaces={name: current[name].target_fingerprint for name in kept},
        origin=ORIGIN,
    )


def _is_as_it_was(before, now):
    return now is not None and (before.source, before.target, before.made_from) == (
        now.source,
        now.target,
        now.made_from,
    )
