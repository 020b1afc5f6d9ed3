from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.local_time import in_kalisz
from cic_portal.pictures.models import Pictured
from cic_portal.publishing.models import Publishable, PublishableQuerySet, ends_after_it_starts, is_later
from cic_portal.texts.models import Translatable
from courses.joining import Joinable, JoinableQuerySet, closes_after_it_opens
from courses.timetable import TimeOfDay, time_of_day

ENDS_TOO_EARLY = _s("A lesson must end later than it starts.")


def validate_languages(codes):
    if not isinstance(codes, list) or not set(codes) <= set(languages.CODES):
        raise ValidationError(_s("Only languages of the portal can be chosen."))


def validate_weekdays(days):
    if not isinstance(days, list) or not set(days) <= set(range(1, 8)):
        raise ValidationError(_s("Weekdays are numbers from 1 (Monday) to 7 (Sunday)."))


class Course(Publishable, Pictured, Translatable):
    class Kind(models.TextChoices):
        POLISH = "polish", _("Polish language")
        ADAPTATION = "adaptation", _("Adaptation course")
        VOCATIONAL = "vocational", _("Vocational course")

    class Level(models.TextChoices):
        """Levels of the Common European Framework of Reference (CEFR)."""

        A1 = "A1", "A1"
        A2 = "A2", "A2"
        B1 = "B1", "B1"
        B2 = "B2", "B2"
        C1 = "C1", "C1"
        C2 = "C2", "C2"

    slug = models.SlugField(
        _s("address"), unique=True, help_text=_s("Part of the page address. Do not change it later.")
    )
    title = models.CharField(_s("title"), max_length=120)
    summary = models.CharField(_s("summary"), max_length=300)
    body = models.TextField(_s("text"), blank=True)
    kind = models.CharField(_s("kind"), max_length=12, choices=Kind, default=Kind.POLISH)
    level = models.CharField(_s("level"), max_length=2, choices=Level, blank=True)
    position = models.PositiveSmallIntegerField(_s("position"), default=0)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _s("course")
        verbose_name_plural = _s("courses")

    def __str__(self):
        return self.text_in("title", "pl")


class CourseInstanceQuerySet(JoinableQuerySet):
    def upcoming(self, now, today):
        """Published runs that have not ended by `today` and were not cancelled, the soonest first, examples last."""
        return self.published(now).running(today)

    def running(self, today):
        """Runs that have not ended by `today` and were not cancelled, published or not, in the same order."""
        running = self.filter(ends_on__gte=today, cancelled_at__isnull=True)
        return running.order_by("is_example", "starts_on", "starts_at", "pk")

    def chosen(self, *, kind="", level="", time="", language=""):
        """Those that fit what a reader chose; an empty choice fits all."""
        found = self
        if kind:
            found = found.filter(course__kind=kind)
        if level:
            found = found.filter(course__level=level)
        if time:
            found = found.filter(TimeOfDay(time).condition())
        if language:
            # JSON lists are searched as text: SQLite has no containment, and codes are two letters in quotes.
            found = found.annotate(taught=Cast("languages_of_instruction", models.TextField()))
            found = found.filter(taught__contains=f'"{language}"')
        return found

    def with_course(self):
        return self.select_related("course")


class CourseInstance(Joinable):
    """A dated run of a course (schema.org CourseInstance): one weekly pattern from the first day to the last."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="instances", verbose_name=_s("course"))
    starts_on = models.DateField(_s("first day"))
    ends_on = models.DateField(_s("last day"))
    weekdays = models.JSONField(_s("weekdays"), default=list, validators=[validate_weekdays])
    starts_at = models.TimeField(_s("from"))
    ends_at = models.TimeField(_s("to"))
    place = models.CharField(_s("place"), max_length=160, help_text=_s("Street, number and room, as on the door."))
    languages_of_instruction = models.JSONField(
        _s("languages of instruction"), default=list, validators=[validate_languages]
    )
    has_child_care = models.BooleanField(
        _s("child care"), default=False, help_text=_s("Somebody looks after children during the lessons.")
    )

    objects = CourseInstanceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["starts_on", "starts_at"], name="course_instances_by_start")]
        constraints = [
            ends_after_it_starts("starts_on", "ends_on", "course_instance_ends_after_it_starts"),
            is_later("ends_at", "starts_at", "course_lesson_ends_after_it_starts", ENDS_TOO_EARLY),
            closes_after_it_opens("course_enrolment_closes_after_it_opens"),
        ]
        verbose_name = _s("course dates")
        verbose_name_plural = _s("course dates")

    def __str__(self):
        return f"{self.course} {self.starts_on}"

    @property
    def title(self):
        return self.course.text("title")

    @property
    def begins_at(self):
        return in_kalisz(self.starts_on, self.starts_at)

    @property
    def finishes_at(self):
        return in_kalisz(self.ends_on, self.ends_at)

    def is_over(self, now):
        return self.finishes_at <= now

    @cached_property
    def time_of_day(self):
        return time_of_day(self.weekdays, self.starts_at)

    def taught_in(self):
        return [languages.BY_CODE[code] for code in self.languages_of_instruction]

    def is_visible(self, now=None):
        return super().is_visible(now) and self.course.is_visible(now)


class SessionQuerySet(models.QuerySet):
    def out_of_pattern(self, now):
        """Lessons still to come that were cancelled or moved: what the weekly pattern does not tell."""
        changed = Q(cancelled_at__isnull=False) | Q(is_moved=True)
        return self.filter(changed, Q(starts_at__gt=now) | Q(planned_on__gte=timezone.localdate(now))).order_by(
            "planned_on"
        )


class Session(models.Model):
    """One lesson. `planned_on` is its day in the weekly pattern and stays when the lesson is moved."""

    course_instance = models.ForeignKey(
        CourseInstance, on_delete=models.CASCADE, related_name="sessions", verbose_name=_s("course dates")
    )
    planned_on = models.DateField(_s("planned on"))
    starts_at = models.DateTimeField(_s("starts at"))
    ends_at = models.DateTimeField(_s("ends at"))
    is_moved = models.BooleanField(default=False, editable=False)
    cancelled_at = models.DateTimeField(_s("cancelled at"), null=True, blank=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["course_instance", "planned_on"], name="one_session_a_day_of_the_pattern"),
            is_later("ends_at", "starts_at", "session_ends_after_it_starts", ENDS_TOO_EARLY),
        ]
        verbose_name = _s("lesson")
        verbose_name_plural = _s("lessons")

    def __str__(self):
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def takes_place(self):
        return self.cancelled_at is None
