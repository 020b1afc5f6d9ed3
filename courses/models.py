from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.publishing.models import Publishable, PublishableQuerySet, ends_after_it_starts
from cic_portal.translations.models import Translatable


def validate_languages(codes):
    if not isinstance(codes, list) or not set(codes) <= set(languages.CODES):
        raise ValidationError(_s("Only languages of the portal can be chosen."))


def validate_weekdays(days):
    if not isinstance(days, list) or not set(days) <= set(range(1, 8)):
        raise ValidationError(_s("Weekdays are numbers from 1 (Monday) to 7 (Sunday)."))


class Course(Publishable, Translatable):
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

    def get_absolute_url(self):
        return reverse("courses:course", args=[self.slug])


class CourseInstanceQuerySet(PublishableQuerySet):
    def upcoming(self, now, today):
        """Published runs that have not ended by `today`, the soonest first."""
        return self.published(now).filter(ends_on__gte=today).order_by("starts_on", "pk")


class CourseInstance(Publishable):
    """A dated run of a course (schema.org CourseInstance): one weekly pattern from the first day to the last."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="instances", verbose_name=_s("course"))
    starts_on = models.DateField(_s("first day"))
    ends_on = models.DateField(_s("last day"))
    weekdays = models.JSONField(_s("weekdays"), default=list, validators=[validate_weekdays])
    starts_at = models.TimeField(_s("from"))
    ends_at = models.TimeField(_s("to"))
    place = models.CharField(_s("place"), max_length=160, help_text=_s("Street, number and room, as on the door."))
    capacity = models.PositiveSmallIntegerField(_s("places"), default=12)
    languages_of_instruction = models.JSONField(
        _s("languages of instruction"), default=list, validators=[validate_languages]
    )
    is_example = models.BooleanField(
        _s("example"), default=False, help_text=_s("Shown as an example, nobody can join it.")
    )

    objects = CourseInstanceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            ends_after_it_starts("starts_on", "ends_on", "course_instance_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="course_lesson_ends_after_it_starts",
                violation_error_message=_s("A lesson must end later than it starts."),
            ),
        ]
        verbose_name = _s("course dates")
        verbose_name_plural = _s("course dates")

    def __str__(self):
        return f"{self.course} {self.starts_on}"

    def taught_in(self):
        return [languages.BY_CODE[code] for code in self.languages_of_instruction]
