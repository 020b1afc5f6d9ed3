from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cic_portal import languages
from cic_portal.bookings.models import BookedRow, says_why_it_ended
from cic_portal.languages import staff_text as _s
from cic_portal.local_time import WARSAW
from cic_portal.personal_data.models import ContactDetails, PersonalDataQuerySet
from cic_portal.publishing.models import ends_after_it_starts, is_later
from cic_portal.texts.models import LocalText
from contact.models import Hours, OpeningHours, closes_after_it_opens
from services.models import Offer

# Names and contacts are kept for so long after the day of the appointment (GDPR-03).
RETENTION = timedelta(days=90)
REMINDED_BEFORE = timedelta(hours=24)


SEE_ALL = "appointments.see_all_appointments"


class AdviserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def visible_to(self, user):
        """Whose calendar `user` may open: everybody's, or their own."""
        return self if user.has_perm(SEE_ALL) else self.filter(user=user)


class Adviser(models.Model):
    """Somebody of the Centre whom people can see. Visitors read the role, and the name only if staff publish one.

    An example adviser (load_demo) can be booked like any other, so that staff can try everything; each page where one
    appears says that it is an example and no real date. A portal in use never loads them.
    """

    class Role(models.TextChoices):
        ADVISER = "adviser", _("Intercultural adviser")
        MEDIATOR = "mediator", _("Cultural mediator")
        LAWYER = "lawyer", _("Lawyer")
        PSYCHOLOGIST = "psychologist", _("Psychologist")
        OTHER = "other", _("Adviser of the Centre")

    desk_name = models.CharField(
        _s("name at the desk"), max_length=80, unique=True, help_text=_s("For colleagues. Visitors never see it.")
    )
    public_name = models.CharField(
        _s("published name"),
        max_length=80,
        blank=True,
        help_text=_s("Shown to visitors. Leave it empty to show only the role."),
    )
    role = models.CharField(_s("role"), max_length=20, choices=Role, default=Role.ADVISER)
    offers = models.ManyToManyField(Offer, related_name="advisers", verbose_name=_s("offers"))
    languages = models.JSONField(_s("languages"), default=list)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_s("login"),
    )
    is_active = models.BooleanField(
        _s("gives appointments"), default=True, help_text=_s("Untick it and nobody new can book. Bookings stay.")
    )
    is_example = models.BooleanField(
        _s("example"), default=False, help_text=_s("Marked as an example wherever visitors see it.")
    )
    position = models.PositiveSmallIntegerField(_s("position"), default=0)

    objects = AdviserQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _s("adviser")
        verbose_name_plural = _s("advisers")

    def __str__(self):
        return self.desk_name

    @property
    def title(self):
        """What visitors call this person: the published name, or else the role."""
        return self.public_name or self.get_role_display()

    @property
    def spoken(self):
        """The Languages of this adviser, in the order of the portal."""
        return [language for language in languages.LANGUAGES if language.code in self.languages]


class AvailabilityQuerySet(models.QuerySet):
    def offering(self, offer):
        """Those in which an active adviser gives appointments for `offer`."""
        own = Q(offer=offer) | Q(offer__isnull=True)
        return self.filter(own, adviser__is_active=True, adviser__offers=offer).select_related("adviser")


class Availability(Hours):
    """Hours of one weekday in which an adviser gives appointments, each of `slot_minutes`."""

    adviser = models.ForeignKey(
        Adviser, on_delete=models.CASCADE, related_name="availabilities", verbose_name=_s("adviser")
    )
    offer = models.ForeignKey(
        Offer,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_s("offer"),
        help_text=_s("Leave it empty for all offers of this adviser."),
    )
    languages = models.JSONField(
        _s("languages"), default=list, blank=True, help_text=_s("Leave it empty for all languages of this adviser.")
    )
    weekday = models.PositiveSmallIntegerField(
        _s("weekday"), choices=OpeningHours.Weekday, validators=[MaxValueValidator(7)]
    )
    slot_minutes = models.PositiveSmallIntegerField(
        _s("minutes"), default=45, validators=[MinValueValidator(10), MaxValueValidator(240)]
    )
    valid_from = models.DateField(_s("valid from"), null=True, blank=True)
    valid_through = models.DateField(_s("valid through"), null=True, blank=True)

    objects = AvailabilityQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "opens", "pk"]
        constraints = [
            closes_after_it_opens("availability_closes_after_it_opens"),
            ends_after_it_starts("valid_from", "valid_through", "availability_ends_after_it_starts"),
        ]
        verbose_name = _s("hours of an adviser")
        verbose_name_plural = _s("hours of advisers")

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def speaks(self, code):
        return code in (self.languages or self.adviser.languages)

    def clean(self):
        super().clean()
        if self.opens and self.closes and self.slot_minutes and self.opens < self.closes:
            length = (self.closes.hour - self.opens.hour) * 60 + self.closes.minute - self.opens.minute
            if length < self.slot_minutes:
                raise ValidationError({"slot_minutes": _s("These hours are shorter than one appointment.")})


class Absence(models.Model):
    """A time in which an adviser is not there: a holiday of two weeks, or an hour at the dentist."""

    adviser = models.ForeignKey(Adviser, on_delete=models.CASCADE, related_name="absences", verbose_name=_s("adviser"))
    starts_at = models.DateTimeField(_s("from"))
    ends_at = models.DateTimeField(_s("until"))

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            is_later("ends_at", "starts_at", "absence_ends_after_it_starts", _s("It must end later than it starts."))
        ]
        verbose_name = _s("absence")
        verbose_name_plural = _s("absences")

    def __str__(self):
        return (
            f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M} – {timezone.localtime(self.ends_at):%Y-%m-%d %H:%M}"
        )


class AppointmentQuerySet(PersonalDataQuerySet):
    def visible_to(self, user):
        return self if user.has_perm(SEE_ALL) else self.filter(adviser__user=user)

    def taking_time(self):
        """Those that nobody else can have."""
        return self.exclude(status=Appointment.Status.CANCELLED)

    def booked(self):
        return self.filter(status=Appointment.Status.BOOKED)

    def upcoming(self, now):
        return self.filter(starts_at__gt=now)

    def with_everything(self):
        return self.select_related("adviser", "offer")

    def due_for_reminder(self, now):
        """Booked ones that begin within a day and of which nobody has been reminded."""
        return self.booked().filter(reminded_at__isnull=True, starts_at__gt=now, starts_at__lte=now + REMINDED_BEFORE)

    def past_retention(self, today):
        oldest = today - RETENTION
        was_cancelled = Q(status=Appointment.Status.CANCELLED, changed_at__date__lt=oldest)
        return self.filter(Q(ends_at__date__lt=oldest) | was_cancelled, forgotten_on__isnull=True)


class Appointment(BookedRow, ContactDetails):
    class Status(models.TextChoices):
        BOOKED = "booked", _("Your appointment is booked")
        CANCELLED = "cancelled", _("Cancelled")
        ATTENDED = "attended", _("It has taken place")
        NO_SHOW = "no_show", _("You did not come")

    class Ended(models.TextChoices):
        """Why a cancelled appointment is cancelled."""

        BY_PERSON = "person", _s("the person cancelled")
        BY_CENTRE = "centre", _s("the Centre cancelled")
        CLOSED = "closed", _s("closed, or the adviser away")

    class Source(models.TextChoices):
        WEB = "web", _s("portal")
        PHONE = "phone", _s("phone")
        WALK_IN = "walk_in", _s("came in person")

    class Need(models.TextChoices):
        """Fixed choices alone: nobody is asked about their health (GDPR-01)."""

        INTERPRETER = "interpreter", _("Somebody who interprets")
        STEP_FREE = "step_free", _("A way in without stairs")
        LARGE_PRINT = "large_print", _("Large print")
        WITH_CHILD = "with_child", _("I come with a small child")

    RETENTION = "90 days after the day of the appointment or after it was cancelled; then no name and no contact remain"
    ENDED_SENTENCES = {
        "person": _("You cancelled it."),
        "centre": _("The Centre cancelled it."),
        "closed": _("The Centre is closed or your adviser is away at that time."),
    }

    adviser = models.ForeignKey(
        Adviser, on_delete=models.PROTECT, related_name="appointments", verbose_name=_s("adviser")
    )
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="appointments", verbose_name=_s("offer"))
    starts_at = models.DateTimeField(_s("from"))
    ends_at = models.DateTimeField(_s("until"))
    status = models.CharField(_s("state"), max_length=10, choices=Status, default=Status.BOOKED)
    ended = models.CharField(_s("why cancelled"), max_length=10, choices=Ended, blank=True)
    name = models.CharField(_s("name"), max_length=80, blank=True)
    note = models.CharField(_s("note"), max_length=200, blank=True)
    source = models.CharField(_s("booked by"), max_length=10, choices=Source, default=Source.WEB)
    # The Centre changed something and could not write: staff call, then untick it.
    must_be_called = models.BooleanField(_s("to be called"), default=False)
    created_at = models.DateTimeField(_s("booked at"))
    # Set once for every appointment that came within a day, also when no letter was due.
    reminded_at = models.DateTimeField(_s("reminded at"), null=True, blank=True)
    # Raised with every change that calendars must learn of (iCalendar SEQUENCE).
    revision = models.PositiveSmallIntegerField(default=0, editable=False)
    forgotten_on = models.DateField(_s("data erased on"), null=True, blank=True, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["adviser", "starts_at"], name="appointments_of_an_adviser"),
            models.Index(fields=["status", "starts_at"], name="appointments_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["adviser", "starts_at"],
                condition=~Q(status="cancelled"),
                name="one_appointment_for_a_time",
                violation_error_message=_s("Somebody else has this time."),
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_it_starts"),
            says_why_it_ended("appointment_says_why_it_ended"),
        ]
        permissions = [("see_all_appointments", "Can see the appointments of all advisers")]
        verbose_name = _s("appointment")
        verbose_name_plural = _s("appointments")

    def __str__(self):
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M} {self.adviser}"

    def public_title(self):
        """What letters, calendars and the page of the booking call it: the offer, unless that would give away too much."""
        if self.offer.is_sensitive:
            return LocalText(gettext("Appointment at the Centre"), languages.active())
        return self.offer.text("title")

    @property
    def local_start(self):
        return timezone.localtime(self.starts_at, WARSAW)

    @property
    def local_end(self):
        return timezone.localtime(self.ends_at, WARSAW)

    @property
    def wants_interpreter(self):
        return self.Need.INTERPRETER in self.needs

    @property
    def is_booked(self):
        return self.status == self.Status.BOOKED

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def is_attended(self):
        return self.status == self.Status.ATTENDED

    @property
    def is_missed(self):
        return self.status == self.Status.NO_SHOW

    @property
    def can_be_taken_up(self):
        """Whether the Centre called it off, so that its owner may choose another time for it; an erased one has no owner."""
        was_called_off = self.status == self.Status.CANCELLED and self.ended != self.Ended.BY_PERSON
        return was_called_off and self.forgotten_on is None

    @transaction.atomic
    def forget(self):
        """Empty everything about the person; a time still to come is free again."""
        # As it is now: whoever moved or cancelled it a moment ago is not overwritten by what was read before.
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update())
        self.name = self.email = self.phone = self.note = ""
        self.needs, self.must_be_called = [], False
        self.forgotten_on = timezone.localdate()
        if self.status == self.Status.BOOKED and self.starts_at > timezone.now():
            self.status, self.ended = self.Status.CANCELLED, self.Ended.BY_PERSON
        self.save()
