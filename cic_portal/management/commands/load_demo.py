from datetime import datetime, time, timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from cic_portal.publishing.models import Publishable
from contact.appointments.actions import add_example_adviser
from contact.appointments.models import Adviser
from courses.actions import add_example_instance
from courses.events.actions import add_example_event
from courses.models import Course
from services.models import Offer

WEEKS = 8
ADVISERS = (
    (
        "Example adviser (przykład)",
        Adviser.Role.ADVISER,
        ("intercultural-adviser", "cultural-mediator"),
        ["pl", "uk", "ru"],
    ),
    ("Example lawyer (przykład)", Adviser.Role.LAWYER, ("legal-support",), ["pl", "en"]),
)


class Command(BaseCommand):
    """Examples for a portal that is tried out. Course dates and events can only be looked at; the two example advisers
    can be booked, so that staff can try every step, and each page says that the date is not real. A portal in use never
    runs this; should it have, unticking “gives appointments” at the desk takes the examples away.
    """

    help = "Add example course dates, events and advisers, all marked as examples. Running it twice adds nothing."

    def handle(self, *args, **options):
        monday = timezone.localdate() + timedelta(days=14 - timezone.localdate().weekday())
        for number, course in enumerate(Course.objects.filter(status=Publishable.Status.PUBLISHED)):
            add_example_instance(
                course=course,
                starts_on=monday + timedelta(weeks=number),
                ends_on=monday + timedelta(weeks=number + WEEKS, days=-3),
                starts_at=time(17) if number % 2 else time(9),
                ends_at=time(18, 30) if number % 2 else time(10, 30),
                now=timezone.now(),
            )
        for number, slug in enumerate(("example-family-afternoon", "example-open-day")):
            day = monday + timedelta(weeks=number, days=4)
            starts_at = timezone.make_aware(datetime.combine(day, time(16)))
            add_example_event(slug=slug, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
        for number, (desk_name, role, slugs, codes) in enumerate(ADVISERS):
            add_example_adviser(
                desk_name=desk_name,
                role=role,
                offers=Offer.objects.filter(slug__in=slugs),
                languages=codes,
                weekdays=(1, 3, 5) if number == 0 else (2, 4),
                opens=time(9),
                closes=time(14),
            )
        self.stdout.write("Example dates, events and advisers are there, marked as examples.")
