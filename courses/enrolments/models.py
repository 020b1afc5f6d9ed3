from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cic_portal import languages
from cic_portal.bookings.models import BookedRow, says_why_it_ended
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.models import ContactDetails, PersonalData, PersonalDataQuerySet
from cic_portal.typed_text import plain_words
from courses.events.models import Event
from courses.models import Course, CourseInstance, Session

# Names and contacts are kept for so long after the last thing that a person took part in, or only waited for; then what
# the report to the funder counts remains (GDPR-03).
RETENTION = timedelta(days=90)
RETENTION_OF_THE_LINE = timedelta(days=30)


def name_key(given_name, family_name):
    """The same for one name however it is typed: without case, accents and the order of its words."""
    return " ".join(sorted(plain_words(f"{given_name} {family_name}")))[:160]


class ParticipantQuerySet(PersonalDataQuerySet):
    def known_as(self, *, key, email, phone):
        """People with this `name_key` and the same e-mail or the same phone: one person, as far as we can tell."""
        return self.of_person(email=email, phone=phone).filter(name_key=key).order_by("pk")

    def with_same_person(self):
        firsts = self.order_by().values_list(Coalesce("same_as", "pk"))
        return Participant.objects.filter(Q(pk__in=firsts) | Q(same_as__in=firsts))

    def past_retention(self, today):
        """People kept long enough after what they took part in or waited for, and not forgotten yet."""
        oldest, oldest_in_line = today - RETENTION, today - RETENTION_OF_THE_LINE
        took_part = Q(enrolments__status__in=Enrolment.TAKING_A_PLACE)
        recent = (
            took_part
            & (Q(enrolments__course_instance__ends_on__gte=oldest) | Q(enrolments__event__ends_at__date__gte=oldest))
            | Q(enrolments__course_instance__ends_on__gte=oldest_in_line)
            | Q(enrolments__event__ends_at__date__gte=oldest_in_line)
            | Q(created_at__date__gte=oldest_in_line)
        )
        return self.filter(forgotten_on__isnull=True).exclude(pk__in=Participant.objects.filter(recent).values("pk"))


class Participant(PersonalData, ContactDetails):
    """Somebody who signed up. What the funder asks for is noted by staff, never on a public form (GDPR-01)."""

    class Sex(models.TextChoices):
        FEMALE = "female", _s("woman")
        MALE = "male", _s("man")

    RETENTION = (
        "90 days after the last course or event, 30 days for who only waited;"
        " then sex, year of birth and nationality remain"
    )
    NOT_EXPORTED = ("name_key", "same_as")

    given_name = models.CharField(_s("given name"), max_length=80, blank=True)
    family_name = models.CharField(_s("family name"), max_length=80, blank=True)
    name_key = models.CharField(max_length=160, blank=True, editable=False)
    language = models.CharField(
        _s("language of letters"),
        max_length=2,
        choices=languages.choices,
        default=languages.SOURCE,
    )
    sex = models.CharField(
        _s("sex"), max_length=6, choices=Sex, blank=True, help_text=_s("For the report to the funder. May stay empty.")
    )
    birth_year = models.PositiveSmallIntegerField(
        _s("year of birth"), null=True, blank=True, help_text=_s("For the report to the funder. May stay empty.")
    )
    nationality = models.CharField(
        _s("nationality"), max_length=2, blank=True, help_text=_s("For the report to the funder. May stay empty.")
    )
    # One person who gave other contacts at another time is counted once: the first row stands for them.
    same_as = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_s("since"))
    forgotten_on = models.DateField(_s("data erased on"), null=True, blank=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        indexes = [models.Index(fields=["name_key"], name="participants_by_name")]
        permissions = [("see_statistics", "Can see and note what the report to the funder counts")]
        verbose_name = _s("participant")
        verbose_name_plural = _s("participants")

    def __str__(self):
        return self.full_name or str(_s("erased"))

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.given_name, self.family_name)
        super().save(*args, **kwargs)

    @property
    def full_name(self):
        return f"{self.given_name} {self.family_name}".strip()

    def forget(self):
        """Empty everything about the person. A place they still held is free again; the worker passes it on."""
        self.sex, self.birth_year, self.nationality = "", None, ""
        self.expire()

    def expire(self):
        """Empty what points to the person; what the report to the funder counts stays."""
        with transaction.atomic():
            # Courses and events first and in order, as every change of an enrolment locks them.
            for model in (CourseInstance, Event):
                list(model.objects.select_for_update().filter(enrolments__participant=self).order_by("pk"))
            self.given_name = self.family_name = self.email = self.phone = ""
            self.forgotten_on = timezone.localdate()
            self.save()
            held = self.enrolments.active().exclude(status=Enrolment.Status.COMPLETED).still_to_come(timezone.now())
            held = list(held.values_list("pk", flat=True))
            self.enrolments.exclude(pk__in=held).update(needs=[], note="", call_about="")
            self.enrolments.filter(pk__in=held).update(
                status=Enrolment.Status.CANCELLED,
                ended=Enrolment.Ended.BY_PERSON,
                offer_expires_at=None,
                needs=[],
                note="",
                call_about="",
            )


class EnrolmentQuerySet(PersonalDataQuerySet):
    def active(self):
        """Those that hold a place or a place in the line."""
        return self.filter(status__in=[*Enrolment.TAKING_A_PLACE, Enrolment.Status.WAITING])

    def waiting(self):
        return self.filter(status=Enrolment.Status.WAITING)

    def still_to_come(self, now):
        """Those whose course or event has not ended at `now`."""
        today = timezone.localdate(now)
        return self.filter(Q(course_instance__ends_on__gte=today) | Q(event__ends_at__gt=now))

    def in_line(self):
        """Whoever has waited longest comes first."""
        return self.order_by("queued_at", "pk")

    def waiting_in_vain(self, now):
        """Those who wait for something that has begun: nothing is offered any more."""
        today = timezone.localdate(now)
        return self.waiting().filter(Q(course_instance__starts_on__lt=today) | Q(event__starts_at__lte=now))

    def to_be_called(self):
        return self.exclude(call_about="")

    def offers_run_out(self, now):
        return self.filter(status=Enrolment.Status.OFFERED, offer_expires_at__lte=now)

    def offers_running_out(self, now):
        """Offers that nobody has confirmed and that end within a day of `now`."""
        within_a_day = {"offer_expires_at__gt": now, "offer_expires_at__lte": now + timedelta(days=1)}
        return self.filter(status=Enrolment.Status.OFFERED, **within_a_day)

    def with_everything(self):
        return self.select_related("participant", "course_instance__course", "event")

    def of_person(self, *, email, phone):
        people = Participant.objects.of_person(email=email, phone=phone).with_same_person()
        return self.filter(participant__in=people)

    def past_retention(self, today):
        """Nothing of its own: an enrolment is emptied together with its participant."""
        return self.none()


class Enrolment(BookedRow):
    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("You have a place")
        OFFERED = "offered", _("A place is free for you")
        WAITING = "waiting", _("You are waiting in line")
        CANCELLED = "cancelled", _("Cancelled")
        COMPLETED = "completed", _("Completed")

    class Ended(models.TextChoices):
        """Why a cancelled enrolment is cancelled."""

        BY_PERSON = "person", _s("the person cancelled")
        BY_CENTRE = "centre", _s("the Centre cancelled")
        LAPSED = "lapsed", _s("not confirmed in time")
        BEGUN = "begun", _s("it began, and no place became free")

    class CallAbout(models.TextChoices):
        """What a letter would have said to somebody who has no e-mail: staff call them."""

        OFFERED = "offered", _s("a place is free for them")
        CANCELLED = "cancelled", _s("their enrolment has ended")
        CHANGED = "changed", _s("something has changed")

    class Need(models.TextChoices):
        """Fixed choices alone: nobody is asked about their health (GDPR-01)."""

        CHILD_CARE = "child_care", _("Somebody to look after my child")
        STEP_FREE = "step_free", _("A way in without stairs")
        LARGE_PRINT = "large_print", _("Large print")
        INTERPRETER = "interpreter", _("Somebody who interprets at the first meeting")

    RETENTION = "as long as its participant"
    ENDED_SENTENCES = {
        "person": _("You cancelled it."),
        "centre": _("The Centre cancelled it."),
        "lapsed": _("The place was not confirmed in time, so it went to the next person."),
        "begun": _("It has begun, and no place became free."),
    }
    TAKING_A_PLACE = ("confirmed", "offered", "completed")

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="enrolments", verbose_name=_s("participant")
    )
    course_instance = models.ForeignKey(
        CourseInstance,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_s("course dates"),
    )
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments", verbose_name=_s("event")
    )
    status = models.CharField(_s("state"), max_length=10, choices=Status)
    ended = models.CharField(_s("why cancelled"), max_length=10, choices=Ended, blank=True)
    queued_at = models.DateTimeField(_s("signed up at"))
    offer_expires_at = models.DateTimeField(_s("offer until"), null=True, blank=True)
    note = models.CharField(_s("note of the staff"), max_length=300, blank=True)
    call_about = models.CharField(_s("to be called about"), max_length=10, choices=CallAbout, blank=True)
    level_reached = models.CharField(_s("level reached"), max_length=2, blank=True, choices=Course.Level)
    found_helpful = models.BooleanField(_s("found it helpful"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["queued_at", "pk"]
        indexes = [
            models.Index(fields=["course_instance", "status", "queued_at"], name="enrolments_of_a_course"),
            models.Index(fields=["event", "status", "queued_at"], name="enrolments_of_an_event"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(course_instance__isnull=False, event__isnull=True)
                | Q(course_instance__isnull=True, event__isnull=False),
                name="enrolment_is_for_a_course_or_an_event",
            ),
            models.CheckConstraint(
                condition=Q(status="offered", offer_expires_at__isnull=False)
                | (~Q(status="offered") & Q(offer_expires_at__isnull=True)),
                name="enrolment_offer_has_an_end",
            ),
            says_why_it_ended("enrolment_says_why_it_ended"),
            models.UniqueConstraint(
                fields=["participant", "course_instance"],
                condition=~Q(status="cancelled"),
                name="one_enrolment_for_a_person_and_course",
            ),
            models.UniqueConstraint(
                fields=["participant", "event"],
                condition=~Q(status="cancelled"),
                name="one_enrolment_for_a_person_and_event",
            ),
        ]
        permissions = [
            ("export_enrolment", "Can save lists of people and certificates as files"),
            ("write_to_group", "Can write letters to a whole group"),
        ]
        verbose_name = _s("enrolment")
        verbose_name_plural = _s("enrolments")

    def __str__(self):
        return self.reference

    @property
    def is_confirmed(self):
        return self.status == self.Status.CONFIRMED

    @property
    def is_offered(self):
        return self.status == self.Status.OFFERED

    @property
    def is_waiting(self):
        return self.status == self.Status.WAITING

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def is_completed(self):
        return self.status == self.Status.COMPLETED

    @property
    def target(self):
        """The CourseInstance or Event that this is for."""
        return self.course_instance or self.event

    @property
    def language(self):
        return self.participant.language

    def has_lapsed(self, now):
        """The rule of `offers_run_out`, for one enrolment."""
        return self.status == self.Status.OFFERED and self.offer_expires_at <= now

    def position(self):
        """The place in the line, from 1; None for who is not waiting."""
        if self.status != self.Status.WAITING:
            return None
        ahead = Q(queued_at__lt=self.queued_at) | Q(queued_at=self.queued_at, pk__lt=self.pk)
        return self.target.enrolments.waiting().filter(ahead).count() + 1

    def as_export(self):
        marks = self.attendance.select_related("session").order_by("session__starts_at", "pk")
        attendance = [{"session": mark.session.starts_at.isoformat(), "is_present": mark.is_present} for mark in marks]
        return {**super().as_export(), "attendance": attendance}

    def forget(self):
        """The participant is forgotten, and with them what the enrolment says of them."""
        if self.participant.forgotten_on is None:
            self.participant.forget()


class Attendance(models.Model):
    """Who was at a lesson. A row exists when somebody marked it; the person is named by the enrolment alone."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance", verbose_name=_s("lesson"))
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="attendance", verbose_name=_s("enrolment")
    )
    is_present = models.BooleanField(_s("present"))
    marked_at = models.DateTimeField(_s("marked at"))
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_s("by")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="one_mark_for_a_person_and_lesson")
        ]
        verbose_name = _s("attendance")
        verbose_name_plural = _s("attendance")

    def __str__(self):
        return f"{self.session} {self.enrolment}"

    @property
    def was_away(self):
        return not self.is_present
