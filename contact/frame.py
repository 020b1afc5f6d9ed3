from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property

from contact import hours
from contact.models import Centre, Closure, ExtraOpening, OpeningHours


@dataclass
class ContactFrame:
    """What stands on every page: the home centre and its week. Without a centre in the database, only how to call.

    `has_closures` and `has_extra_openings` say whether there are any that end on `today` or later.
    """

    centre: Centre
    today: date
    rows: list = field(default_factory=list)
    has_closures: bool = True
    has_extra_openings: bool = True

    @property
    def week(self):
        return hours.week(self.rows)

    @property
    def open_ranges(self):
        return [days for days in self.week if days.spans]

    @cached_property
    def timetable(self):
        """The Timetable from `today` on; it asks for closures and extra openings only where there are some."""
        closures = self._upcoming(Closure) if self.has_closures else ()
        extra_openings = self._upcoming(ExtraOpening) if self.has_extra_openings else ()
        return hours.Timetable(tuple(self.rows), tuple(closures), tuple(extra_openings))

    def _upcoming(self, model):
        return model.objects.upcoming(self.today).filter(centre=self.centre.pk)


def load_frame(today=None):
    """One query in the usual case: the hours of the home centre bring the centre with them."""
    today = today or timezone.localdate()
    rows = list(
        OpeningHours.objects.filter(centre__is_home=True)
        .select_related("centre")
        .annotate(
            has_closures=Exists(Closure.objects.upcoming(today).filter(centre=OuterRef("centre"))),
            has_extra_openings=Exists(ExtraOpening.objects.upcoming(today).filter(centre=OuterRef("centre"))),
        )
    )
    if rows:
        return ContactFrame(rows[0].centre, today, rows, rows[0].has_closures, rows[0].has_extra_openings)
    return ContactFrame(home_centre(), today)


def home_centre():
    """The centre of this portal; without one in the database, what is known of it anyway."""
    return Centre.objects.filter(is_home=True).first() or last_resort_centre()


def centre_of_letters():
    """The Centre as letters name it at their end (cic_portal.letters.signature)."""
    return load_frame().centre


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
