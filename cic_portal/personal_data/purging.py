"""What goes when its time is over: rows about people, as their models say, and whatever else an app registers here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from cic_portal.personal_data.actions import purge
from cic_portal.registry import Registry


@dataclass(frozen=True)
class Purge:
    """`run(now, today)` deletes what has been kept for as long as we promised; returns how many, None if nobody counts.

    `name` says of what: “answers about pages”.
    """

    name: str
    run: Callable

    def do(self, *, now):
        """Do it; returns a line about it, or "" where nobody counts."""
        count = self.run(now, timezone.localdate(now))
        return "" if count is None else f"Deleted {count} {self.name}."


purges = Registry("purge")


def purge_everything(*, now):
    """Delete of every kind what has been kept for as long as we promised; returns a line about each."""
    forgotten = [f"{label}: {count} forgotten." for label, count in purge(today=timezone.localdate(now)).items()]
    return [*forgotten, *filter(None, [row.do(now=now) for row in purges])]
