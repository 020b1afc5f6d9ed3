"""Hours of dates change here alone, so that whoever has an appointment or a lesson then learns of it.

Each action returns a list of `closing.Told`: what the change caused, in sentences for staff. `write` is how the row is
written where that is more than saving it: the desk writes one language and keeps the history.
"""

from itertools import chain

from django.db import transaction

from contact.closing import on_closure, on_extra_opening
from contact.models import Centre, ExtraOpening


@transaction.atomic
def save_closure(*, closure, now, write=None):
    """Save `closure` and call off what falls on its days."""
    (write or closure.save)()
    return closure_applies(closure=closure, now=now)


@transaction.atomic
def closure_applies(*, closure, now):
    """Call off what falls on the days of `closure`, a row that is stored already; doing it twice tells nobody twice."""
    return list(chain.from_iterable(apply(closure, now) for apply in on_closure))


@transaction.atomic
def save_extra_opening(*, opening, now, write=None):
    """Save `opening`; one that moves to another day takes its hours away from the day on which it was."""
    days_before = _days_at_home(ExtraOpening.objects.filter(pk=opening.pk))
    (write or opening.save)()
    return _extra_openings_changed(days_before, now)


@transaction.atomic
def extra_opening_restored(*, opening, before, now):
    """`opening` was brought back from its history; `before` are columns that changed and what they held until now."""
    centre, day = before.get("centre", opening.centre_id), before.get("on", opening.on)
    is_home = Centre.objects.filter(pk=centre, is_home=True).exists()
    return _extra_openings_changed({day} if is_home else set(), now)


@transaction.atomic
def delete_extra_opening(*, opening, now, write=None):
    """Delete `opening`: on its day the hours of the week count again."""
    days_before = _days_at_home(ExtraOpening.objects.filter(pk=opening.pk))
    (write or opening.delete)()
    return _extra_openings_changed(days_before, now)


@transaction.atomic
def delete_centre(*, centre, now, write=None):
    """Delete `centre` with its hours, the extra openings among them."""
    days_before = _days_at_home(centre.extra_openings.all())
    (write or centre.delete)()
    return _extra_openings_changed(days_before, now) if days_before else []


def _days_at_home(openings):
    return set(openings.filter(centre__is_home=True).values_list("on", flat=True))


def _extra_openings_changed(days_before, now):
    return list(chain.from_iterable(apply(days_before, now) for apply in on_extra_opening))
