"""Weekly patterns as plain values: no database, no clock, no request."""

from datetime import time, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NOON, EVENING = time(12), time(17)
WEEKEND = (6, 7)


class TimeOfDay(models.TextChoices):
    """When people can come. A course that meets at the weekend only counts as that, whatever its hour."""

    MORNING = "morning", _("In the morning (before 12:00)")
    AFTERNOON = "afternoon", _("In the afternoon (12:00–17:00)")
    EVENING = "evening", _("In the evening (from 17:00)")
    WEEKEND = "weekend", _("At the weekend")

    def condition(self):
        """The same rule as `time_of_day`, in SQL, on a CourseInstance: the list of weekdays is compared as text."""
        weekend = Q(weekdays=[6]) | Q(weekdays=[7]) | Q(weekdays=[6, 7])
        hours = {
            self.MORNING: Q(starts_at__lt=NOON),
            self.AFTERNOON: Q(starts_at__gte=NOON, starts_at__lt=EVENING),
            self.EVENING: Q(starts_at__gte=EVENING),
        }
        return weekend if self == self.WEEKEND else hours[self] & ~weekend


def time_of_day(weekdays, starts_at):
    """The TimeOfDay of lessons that begin at `starts_at` on `weekdays` (1 Monday … 7 Sunday)."""
    if weekdays and set(weekdays) <= set(WEEKEND):
        return TimeOfDay.WEEKEND
    if starts_at < NOON:
        return TimeOfDay.MORNING
    return TimeOfDay.AFTERNOON if starts_at < EVENING else TimeOfDay.EVENING


def lesson_days(first, last, weekdays):
    """Every day of the pattern from `first` to `last`, both included."""
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [day for day in days if day.isoweekday() in weekdays]
