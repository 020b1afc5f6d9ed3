"""Places in a course run or an event: taken, offered to the next in line, confirmed, given back, completed."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cic_portal.bookings.references import new_reference
from courses.enrolments import emails
from courses.enrolments.actions.locks import change_status, current, locked
from courses.enrolments.models import Enrolment, Participant, name_key
from courses.events.models import Event
from courses.joining import WhyNotEnrol
from courses.models import CourseInstance

Status = Enrolment.Status


class EnrolmentRefused(Exception):
    """Carries `reason`, a WhyNotEnrol."""

    def __init__(self, reason):
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Person:
    """Somebody who signs up, as they wrote it; `phone` is E.164 or empty, `email` may be empty, one of them is there."""

    given_name: str
    family_name: str
    email: str
    phone: str
    language: str

    @property
    def key(self):
        return name_key(self.given_name, self.family_name)


def enrol(*, target, person, now, needs=(), submission=None, is_by_staff=False):
    """Give `person` a place in `target` (a CourseInstance or an Event), or a place in the line when it is full.

    The same `submission` of the same person gives the same enrolment however often it comes. Two people never share
    the last place, and nobody passes those who wait. `is_by_staff` lets a latecomer in outside the window for signing
    up. Raises EnrolmentRefused.
    """
    # Outside the transaction: who signs up twice is refused, yet their reference is sent again.
    found = _enrol(target, person, now, needs, submission, is_by_staff)
    if isinstance(found, WhyNotEnrol):
        raise EnrolmentRefused(found)
    return found


@transaction.atomic
def _enrol(target, person, now, needs, submission, is_by_staff):
    target = locked(target)
    sent_before = Enrolment.objects.with_everything().filter(submission=submission).first() if submission else None
    if sent_before and sent_before.participant.name_key == person.key and sent_before.status != Status.CANCELLED:
        return sent_before
    reason = target.why_not_enrol(now)
    if reason and not (is_by_staff and reason in (WhyNotEnrol.NOT_YET, WhyNotEnrol.CLOSED)):
        return reason
    active = target.enrolments.active()
    _one_at_a_time(person.key)
    namesakes = Participant.objects.known_as(key=person.key, email=person.email, phone=person.phone)
    if known := active.with_everything().filter(participant__in=namesakes).first():
        emails.queue_state(known, now)
        return WhyNotEnrol.ALREADY
    enrolment = target.enrolments.create(
        reference=new_reference(),
        submission=None if sent_before else submission,
        participant=_participant(person, namesakes, now),
        status=Status.CONFIRMED if _has_room(target) else Status.WAITING,
        queued_at=now,
        changed_at=now,
        needs=list(needs),
    )
    if is_by_staff and Enrolment.objects.waiting_in_vain(now).filter(pk=enrolment.pk).exists():
        # It has begun and is full: the line is ended, and whoever joined it would be sent away within minutes.
        transaction.set_rollback(True)
        return WhyNotEnrol.CLOSED
    emails.queue_state(enrolment, now)
    return enrolment


def _has_room(target):
    """Whether somebody new gets a place at once: one is free and nobody waits for it."""
    return _free_places(target) > 0 and not target.enrolments.waiting().exists()


def _free_places(target):
    return target.capacity - target.enrolments.filter(status__in=Enrolment.TAKING_A_PLACE).count()


def _participant(person, namesakes, now):
    """A row of its own for each enrolment, joined to the first of the same person, as far as we can tell.

    A name and a contact can be typed by anybody, so they never open or change a row that is already there.
    """
    first = namesakes.first()
    return Participant.objects.create(
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        phone=person.phone,
        language=person.language,
        created_at=now,
        same_as=(first.same_as or first) if first else None,
    )


def _one_at_a_time(key):
    """Until the transaction ends, nobody else recognises a person of this name: two rows would count as two people."""
    if connection.vendor == "postgresql":  # SQLite has one writer at a time anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])


@transaction.atomic
def fill_places(*, target, now):
    """Offer each free place of `target` to the next in line; returns the enrolments that were offered one.

    Nothing is offered once it has begun, is over or cancelled: the line then simply ends.
    """
    target = locked(target)
    if target.cancelled_at or now >= target.begins_at:
        return []
    free = _free_places(target)
    offered = list(target.enrolments.waiting().in_line().with_everything()[: max(free, 0)])
    for enrolment in offered:
        deadline = target.begins_at
        if enrolment.participant.email:  # who has only a phone learns of it when staff call, whenever that is
            deadline = min(now + timedelta(hours=settings.PLACE_OFFER_HOURS), deadline)
        change_status(enrolment, Status.OFFERED, now, offer_expires_at=deadline)
        emails.queue_state(enrolment, now)
    return offered


def fill_all_places(*, now):
    """Offer every free place for which somebody waits, whatever made it free; returns how many were offered.

    The worker calls this: staff raise a capacity, a person is erased, and nobody has to think of the line.
    """
    today = timezone.localdate(now)
    short = {"waiting__gt": 0, "taken__lt": F("capacity"), "cancelled_at": None}
    courses = CourseInstance.objects.with_places().filter(starts_on__gte=today, **short)
    events = Event.objects.with_places().filter(starts_at__gt=now, **short)
    return sum(len(fill_places(target=target, now=now)) for target in [*courses, *events])


@transaction.atomic
def confirm_place(*, enrolment, now):
    """Take the place that was offered; returns what to tell the person. Too late is told, never punished."""
    locked(enrolment.target)
    enrolment = current(enrolment)
    if enrolment.status == Status.CONFIRMED:
        return _("You have a place. We look forward to seeing you.")
    if enrolment.status != Status.OFFERED or enrolment.offer_expires_at <= now:
        return _("This place is no longer free. You can sign up again.")
    change_status(enrolment, Status.CONFIRMED, now)
    emails.queue_state(enrolment, now)
    return _("You have a place. We look forward to seeing you.")


@transaction.atomic
def cancel_enrolment(*, enrolment, ended, now):
    """End an enrolment for the reason `ended` and offer its place to the next in line; returns what to tell the person.

    Cancelling twice changes nothing, and an offer that was confirmed at the last moment does not lapse.
    """
    target = enrolment.target
    locked(target)
    enrolment = current(enrolment)
    is_open = enrolment.status not in (Status.CANCELLED, Status.COMPLETED)
    if is_open and (ended != Enrolment.Ended.LAPSED or enrolment.has_lapsed(now)):
        change_status(enrolment, Status.CANCELLED, now, ended=ended)
        emails.queue_state(enrolment, now)
        fill_places(target=target, now=now)
    return _("Cancelled. Thank you for telling us: the place goes to the next person.")


def let_offers_lapse(*, now):
    """Take back the offers that nobody confirmed in time and pass each place on; returns how many there were.

    Each in a transaction of its own, so that two workers never wait for each other's second course.
    """
    lapsed = list(Enrolment.objects.offers_run_out(now).with_everything())
    for enrolment in lapsed:
        cancel_enrolment(enrolment=enrolment, ended=Enrolment.Ended.LAPSED, now=now)
    return len(lapsed)


@transaction.atomic
def complete(*, enrolment, now, level_reached="", found_helpful=None):
    """The person has completed the course; what staff note of it is for the funder's report."""
    locked(enrolment.target)
    enrolment = current(enrolment)
    if enrolment.status in (Status.CONFIRMED, Status.COMPLETED):
        enrolment.level_reached, enrolment.found_helpful = level_reached, found_helpful
        change_status(enrolment, Status.COMPLETED, now, and_columns=("level_reached", "found_helpful"))
    return enrolment


def end_the_lines(*, now):
    """Tell those who still wait for something that has begun that no place became free; returns how many there were."""
    waiting = Enrolment.objects.waiting_in_vain(now).with_everything()
    for enrolment in list(waiting):
        cancel_enrolment(enrolment=enrolment, ended=Enrolment.Ended.BEGUN, now=now)
    return len(waiting)
