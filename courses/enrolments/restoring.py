"""What follows when older dates of a course or an event come back: the same as when staff change them."""

from cic_portal.languages import staff_text as _s
from courses.actions import plan_sessions
from courses.enrolments.actions.targets import announce_change

TOLD = _s("People who signed up and are told of the change: %(count)s.")
WHEN_AND_WHERE = {"starts_on", "ends_on", "weekdays", "starts_at", "ends_at", "place"}


def dates_restored(instance, before, now):
    plan_sessions(instance=instance, now=now)
    return tell_of_older_dates(instance, before, now)


def tell_of_older_dates(target, before, now):
    if WHEN_AND_WHERE.isdisjoint(before) or target.is_over(now):
        return ""
    told = announce_change(target=target, now=now)
    return TOLD % {"count": told} if told else ""
