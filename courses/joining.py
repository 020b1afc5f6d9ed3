"""What courses and events share: places, a window for signing up, and the reasons why one cannot."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cic_portal.languages import staff_text as _s
from cic_portal.publishing.models import Publishable, PublishableQuerySet
from cic_portal.registry import Registry


class WhyNotEnrol(models.TextChoices):
    """A refusal is a value: page, letter and desk give the same translated answer."""

    EXAMPLE = "example", _("This is only an example. Nobody can join it.")
    OPEN_TO_ALL = "open_to_all", _("You need not sign up. Just come.")
    CANCELLED = "cancelled", _("It has been cancelled.")
    OVER = "over", _("It is over.")
    NOT_YET = "not_yet", _("Enrolment has not opened yet.")
    CLOSED = "closed", _("Enrolment is closed.")
    ALREADY = (
        "already",
        _("You have already signed up for this. We send you your reference again, if you gave an e-mail."),
    )


@dataclass(frozen=True)
class SignUp:
    """How one signs up for rows of `model`: courses.enrolments, which lies above, registers it.

    `url(row)` is the page. `taken()` and `waiting()` are expressions for a queryset of `model`: how many have a place, and
    how many wait for one.
    """

    model: type
    url: Callable
    taken: Callable
    waiting: Callable


sign_ups = Registry("way to sign up", key="model")


class JoinableQuerySet(PublishableQuerySet):
    def with_places(self):
        """Adds `taken` (confirmed, offered or completed) and `waiting`, each one subquery whatever the number of rows."""
        sign_up = sign_ups[self.model]
        return self.annotate(taken=sign_up.taken(), waiting=sign_up.waiting())

    def with_a_free_place_for_the_line(self):
        """Where somebody waits although a place is free: it is to be offered, by the worker or by a call."""
        open_ones = self.with_places().filter(cancelled_at=None, is_example=False)
        return open_ones.filter(waiting__gt=0, taken__lt=F("capacity"))


class Joinable(Publishable):
    """Something with a number of places. Subclasses know `begins_at` and `is_over(now)`."""

    capacity = models.PositiveSmallIntegerField(_s("places"), default=12)
    enrolment_opens_at = models.DateTimeField(
        _s("enrolment from"), null=True, blank=True, help_text=_s("Leave empty to open it as soon as it is published.")
    )
    enrolment_closes_at = models.DateTimeField(
        _s("enrolment until"), null=True, blank=True, help_text=_s("Leave empty to close it when it begins.")
    )
    cancelled_at = models.DateTimeField(_s("cancelled at"), null=True, blank=True, editable=False)
    # Raised with every change that calendars must learn of (iCalendar SEQUENCE).
    revision = models.PositiveSmallIntegerField(default=0, editable=False)
    is_example = models.BooleanField(
        _s("example"), default=False, help_text=_s("Shown as an example, nobody can join it.")
    )

    class Meta:
        abstract = True

    def why_not_enrol(self, now):
        """The WhyNotEnrol that stands in everybody's way at `now` (an aware datetime), or None."""
        refusals = (
            (self.is_example, WhyNotEnrol.EXAMPLE),
            (self.cancelled_at is not None, WhyNotEnrol.CANCELLED),
            (self.is_over(now), WhyNotEnrol.OVER),
            (not self.needs_enrolment, WhyNotEnrol.OPEN_TO_ALL),
            (self.enrolment_opens_at is not None and now < self.enrolment_opens_at, WhyNotEnrol.NOT_YET),
            (now >= (self.enrolment_closes_at or self.begins_at), WhyNotEnrol.CLOSED),
        )
        return next((reason for stands, reason in refusals if stands), None)

    @property
    def needs_enrolment(self):
        return True

    def get_enrolment_url(self):
        return sign_ups[type(self)].url(self)

    @property
    def free_places(self):
        """Places nobody has; those waiting in line come first to them. Needs `with_places`."""
        return max(self.capacity - self.taken, 0)

    @property
    def has_queue(self):
        """Whether who joins now waits in line. Needs `with_places`."""
        return self.waiting > 0 or self.free_places == 0


def closes_after_it_opens(name):
    return models.CheckConstraint(
        condition=Q(enrolment_opens_at__isnull=True)
        | Q(enrolment_closes_at__isnull=True)
        | Q(enrolment_closes_at__gt=F("enrolment_opens_at")),
        name=name,
        violation_error_message=_s("Enrolment must close later than it opens."),
    )
