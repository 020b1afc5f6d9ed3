"""What waits for the person who looks at the desk. Every number is that of the list to which its link leads.

Each app has its own counts in a `waiting.py`: functions that ask the `Desk` for numbers, registered as WaitingCounts. What
the person may not open is neither shown nor counted. All numbers that are counted in tables come with one query.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Subquery
from django.urls import reverse
from django.utils import timezone

from cic_portal.languages import staff_text as _s
from cic_portal.registry import Registry


class Area(models.IntegerChoices):
    """The sections of the page, in their order."""

    PEOPLE = 1, _s("People")
    PAGES = 2, _s("Pages")
    CENTRE = 3, _s("The Centre")


class Urgency(IntEnum):
    NOW = 1
    SOON = 2
    SOME_DAY = 3


@dataclass(frozen=True)
class DeskItem:
    """One thing that waits: `count` of it, in the list at `address`.

    `kind` tells apart items of one label (to check again: guides, terms …); `note` says more in a few words.
    """

    label: object
    count: int
    address: str
    urgency: Urgency = Urgency.SOON
    kind: object = ""
    note: object = ""

    @property
    def cannot_wait(self):
        return self.count > 0 and self.urgency == Urgency.NOW


@dataclass(frozen=True)
class Section:
    heading: object
    items: list

    @property
    def waiting(self):
        """What waits here, the most urgent first; what cannot wait at all stands at the top of the page instead."""
        found = [item for item in self.items if item.count and not item.cannot_wait]
        return sorted(found, key=lambda item: item.urgency)

    @property
    def is_calm(self):
        return not any(item.count for item in self.items)

    @property
    def has_more(self):
        """Whether something that was looked at here does not wait."""
        return any(not item.count for item in self.items)


@dataclass(frozen=True)
class Home:
    sections: list

    @property
    def first(self):
        return [item for section in self.sections for item in section.items if item.cannot_wait]

    @property
    def others(self):
        """The sections of which something is left to say."""
        return [section for section in self.sections if section.waiting or section.has_more]


class CountOf(Subquery):
    """How many rows a queryset has, as one value among others."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()

    def __init__(self, queryset):
        super().__init__(queryset.order_by().values("pk"))


class Desk:
    """What one person may see at one moment; areas ask it for numbers."""

    def __init__(self, request, site, now):
        self.request, self.site, self.now = request, site, now
        self.asked = []  # pairs (queryset or None, DeskItem)

    @cached_property
    def today(self):
        return timezone.localdate(self.now)

    def admin_of(self, model):
        """The ModelAdmin of `model` when the person may open its list, else None."""
        own = self.site._registry.get(model)
        return own if own and own.has_view_permission(self.request) else None

    def rows(self, model):
        """What the person sees of `model`: where their list begins, too."""
        return self.admin_of(model).get_queryset(self.request)

    def kinds(self, list_filter):
        """The models whose list the person may open and narrow with `list_filter`, by name."""
        found = [
            model for model in self.site._registry if (own := self.admin_of(model)) and list_filter in own.list_filter
        ]
        return sorted(found, key=lambda model: str(model._meta.verbose_name_plural))

    def ask(self, label, model, narrow, *, query="", address="", urgency=Urgency.SOON, kind=""):
        """Have the rows of `model` counted that `narrow` leaves. They are what `query` leaves of the list, or `address` shows."""
        if self.admin_of(model):
            address = address or f"{list_address(model)}?{query}"
            self.asked.append((narrow(self.rows(model)), DeskItem(str(label), 0, address, urgency, kind)))

    def add(self, item):
        """An item whose number is known already."""
        self.asked.append((None, item))


def list_address(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@dataclass(frozen=True)
class WaitingCount:
    """`ask(desk)` asks a Desk for numbers and adds what it knows; `position` is its place in the area."""

    name: str
    area: Area
    position: int
    ask: Callable


counts = Registry("waiting count", order=lambda count: (count.area, count.position))


def home_of(request, site, now):
    """The Home of whoever asks, at `now`."""
    asked = []
    for count in counts:
        desk = Desk(request, site, now)
        count.ask(desk)
        asked += [(str(count.area.label), rows, item) for rows, item in desk.asked]
    numbers = iter(_count([rows for _heading, rows, _item in asked if rows is not None], request.user))
    found = {}
    for heading, rows, item in asked:
        counted = item if rows is None else replace(item, count=next(numbers))
        found.setdefault(heading, []).append(counted)
    return Home([Section(heading, items) for heading, items in found.items()])


def _count(querysets, user):
    """The number of rows of each queryset, all of them in one query."""
    if not querysets:
        return ()
    columns = {f"number_{place}": CountOf(rows) for place, rows in enumerate(querysets)}
    return get_user_model().objects.filter(pk=user.pk).annotate(**columns).values_list(*columns).get()
