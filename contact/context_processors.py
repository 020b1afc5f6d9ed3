from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from contact import hours
from contact.models import Centre, OpeningHours


@dataclass
class ContactFrame:
    """What stands on every page: the home centre and its week. Without a centre in the database, only how to call."""

    centre: Centre
    rows: list = field(default_factory=list)

    @property
    def week(self):
        return hours.week(self.rows)

    @property
    def open_ranges(self):
        return [days for days in self.week if days.spans]


def load_frame():
    """One query in the usual case: the hours of the home centre bring the centre with them."""
    rows = list(OpeningHours.objects.filter(centre__is_home=True).select_related("centre"))
    if rows:
        return ContactFrame(rows[0].centre, rows)
    return ContactFrame(Centre.objects.filter(is_home=True).first() or last_resort_centre())


def last_resort_centre():
    return Centre(
        name_pl="Centrum Integracji Cudzoziemców w Kaliszu",
        city="Kalisz",
        phone=settings.LAST_RESORT_PHONE,
        email=settings.LAST_RESORT_EMAIL,
    )


def frame(request):
    """`frame` for every template; it asks the database only when a template uses it."""
    return {"frame": SimpleLazyObject(load_frame)}
