from datetime import datetime, time, timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from cic_portal.publishing.models import Publishable
from courses.actions import add_example_event, add_example_instance
from courses.models import Course

WEEKS = 8


class Command(BaseCommand):
    help = "Add example dates to the courses and two example events, all marked as examples. Running it twice adds nothing."

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
        self.stdout.write("Example dates and events are there, marked as examples.")
