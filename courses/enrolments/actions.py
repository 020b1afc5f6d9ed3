from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cic_portal.bookings.references import new_reference
from courses.actions import plan_sessions
from courses.enrolments import emails
from courses.enrolments.models import Attendance, Enrolment, Participant, name_key
from courses.events.models import Event
from courses.joining import WhyNotEnrol
from courses.models import CourseInstance, Session

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
    target = _locked(target)
    sent_before = Enrolment.objects.with_everything().filter(submission=submission).first() if submission else None
    if sent_before and sent_before.participant.name_key == person.key and sent_before.status != Status.CANCELLED:
        return sent_before
    reason = target.why_not_enrol(now)
    if reason and not (is_by_staff and reason in (WhyNotEnrol.NOT_YET, WhyNotEnrol.CLOSED)):
        return reason
    active = _enrolments(target).active()
    _one_at_a_time(person.key)
    namesakes = Participant.objects.known_as(key=person.key, email=person.email, phone=person.phone)
    if known := active.with_everything().filter(participant__in=namesakes).first():
        emails.queue_state(known, now)
        return WhyNotEnrol.ALREADY
    enrolment = Enrolment.objects.create(
        reference=new_reference(),
        submission=None if sent_before else submission,
        participant=_participant(person, namesakes, now),
        status=Status.CONFIRMED if _has_room(target) else Status.WAITING,
        queued_at=now,
        changed_at=now,
        needs=list(needs),
        **{target.ENROLMENT_LINK: target},
    )
    if is_by_staff and Enrolment.objects.waiting_in_vain(now).filter(pk=enrolment.pk).exists():
        # It has begun and is full: the line is ended, and whoever joined it would be sent away within minutes.
        transaction.set_rollback(True)
        return WhyNotEnrol.CLOSED
    emails.queue_state(enrolment, now)
    return enrolment


def _locked(target):
    """The course or event as the database has it now, locked until the transaction ends: places are counted under it."""
    return type(target)._base_manager.select_for_update().get(pk=target.pk)


def _enrolments(target):
    return Enrolment.objects.filter(**{target.ENROLMENT_LINK: target})


def _has_room(target):
    """Whether somebody new gets a place at once: one is free and nobody waits for it."""
    return _free_places(target) > 0 and not _enrolments(target).waiting().exists()


def _free_places(target):
    return target.capacity - _enrolments(target).filter(status__in=Enrolment.TAKING_A_PLACE).count()


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
    target = _locked(target)
    if target.cancelled_at or now >= target.begins_at:
        return []
    free = _free_places(target)
    offered = list(_enrolments(target).waiting().in_line().with_everything()[: max(free, 0)])
    for enrolment in offered:
        deadline = target.begins_at
        if enrolment.participant.email:  # who has only a phone learns of it when staff call, whenever that is
            deadline = min(now + timedelta(hours=settings.PLACE_OFFER_HOURS), deadline)
        _change(enrolment, Status.OFFERED, now, offer_expires_at=deadline)
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
    _locked(enrolment.target)
    enrolment = _current(enrolment)
    if enrolment.status == Status.CONFIRMED:
        return _("You have a place. We look forward to seeing you.")
    if enrolment.status != Status.OFFERED or enrolment.offer_expires_at <= now:
        return _("This place is no longer free. You can sign up again.")
    _change(enrolment, Status.CONFIRMED, now)
    emails.queue_state(enrolment, now)
    return _("You have a place. We look forward to seeing you.")


@transaction.atomic
def cancel_enrolment(*, enrolment, ended, now):
    """End an enrolment for the reason `ended` and offer its place to the next in line; returns what to tell the person.

    Cancelling twice changes nothing, and an offer that was confirmed at the last moment does not lapse.
    """
    target = enrolment.target
    _locked(target)
    enrolment = _current(enrolment)
    is_open = enrolment.status not in (Status.CANCELLED, Status.COMPLETED)
    if is_open and (ended != Enrolment.Ended.LAPSED or enrolment.has_lapsed(now)):
        _change(enrolment, Status.CANCELLED, now, ended=ended)
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
    _locked(enrolment.target)
    enrolment = _current(enrolment)
    if enrolment.status in (Status.CONFIRMED, Status.COMPLETED):
        enrolment.level_reached, enrolment.found_helpful = level_reached, found_helpful
        _change(enrolment, Status.COMPLETED, now, and_columns=("level_reached", "found_helpful"))
    return enrolment


def end_the_lines(*, now):
    """Tell those who still wait for something that has begun that no place became free; returns how many there were."""
    waiting = Enrolment.objects.waiting_in_vain(now).with_everything()
    for enrolment in list(waiting):
        cancel_enrolment(enrolment=enrolment, ended=Enrolment.Ended.BEGUN, now=now)
    return len(waiting)


@transaction.atomic
def mark_called(*, enrolments):
    """Staff have called these people; returns how many of them had to be called."""
    return enrolments.exclude(call_about="").update(call_about="")


@transaction.atomic
def note_enrolment(*, enrolment, note):
    """Keep what staff note about an enrolment; its place, which others may change at this moment, stays as it is."""
    Enrolment.objects.filter(pk=enrolment.pk).update(note=note)


@transaction.atomic
def change_participant(*, participant, columns):
    """Save the `columns` of a person that staff changed."""
    name_column = ["name_key"] if not set(columns).isdisjoint(("given_name", "family_name")) else []
    if columns:
        participant.save(update_fields=[*columns, *name_column])
    return participant


@transaction.atomic
def change_contact(*, participant, email, phone, language):
    """Reach a person elsewhere, in another language, from now on."""
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    participant.email, participant.phone, participant.language = email, phone, language
    participant.save()
    return participant


@transaction.atomic
def cancel_target(*, target, words, now):
    """Cancel a course run or an event and tell everybody, each in their language; returns how many were told.

    `words` by language code are added to the letter. Calendars learn of it by a raised revision.
    """
    target = _locked(target)
    if target.cancelled_at:
        return 0
    target.cancelled_at, target.revision = now, target.revision + 1
    target.save(update_fields=["cancelled_at", "revision", "updated_at"])
    people = list(_enrolments(target).active().exclude(status=Status.COMPLETED).with_everything())
    for enrolment in people:
        _change(enrolment, Status.CANCELLED, now, ended=Enrolment.Ended.BY_CENTRE)
        emails.queue_target_cancelled(enrolment, words, now)
    return len(people)


@transaction.atomic
def announce_change(*, target, now, moved=None):
    """Tell everybody who has or awaits a place what a course run or an event is like now; returns how many were told.

    `moved` is the one lesson that is held at another time, when that is the whole change.
    """
    target = _locked(target)
    _raise_revision(target)
    people = list(_enrolments(target).active().exclude(status=Status.COMPLETED).with_everything())
    for enrolment in people:
        emails.queue_target_changed(enrolment, now, moved)
    return len(people)


def _raise_revision(target):
    target.revision += 1
    target.save(update_fields=["revision", "updated_at"])


@transaction.atomic
def change_instance(*, instance, columns, tells_everybody, now):
    """Save the `columns` of a course run that staff changed and plan its lessons anew; returns how many people were told.

    What others did meanwhile – an enrolment, a cancellation – stays. People are told of another day, time or place.
    """
    if instance._state.adding:
        instance.save()
    else:
        _locked(instance)
        instance.save(update_fields=[*columns, "updated_at"])
    plan_sessions(instance=instance, now=now)
    has_moved = not set(columns).isdisjoint(("starts_on", "ends_on", "weekdays", "starts_at", "ends_at", "place"))
    if not tells_everybody or not has_moved or instance.is_over(now):
        return 0
    return announce_change(target=instance, now=now)


@transaction.atomic
def cancel_session(*, session, now):
    """Cancel one lesson and tell who has a place; returns how many were told.

    Cancelling twice tells nobody twice, and nobody is told of a lesson that is already past.
    """
    target = _locked(session.course_instance)
    session = Session.objects.get(pk=session.pk)
    if session.cancelled_at or target.cancelled_at:
        return 0
    session.cancelled_at = now
    session.save(update_fields=["cancelled_at"])
    _raise_revision(target)
    if session.starts_at <= now:
        return 0
    people = list(_enrolments(target).filter(status__in=[Status.CONFIRMED, Status.OFFERED]).with_everything())
    for enrolment in people:
        emails.queue_session_cancelled(enrolment, session, now)
    return len(people)


@transaction.atomic
def move_session(*, session, starts_at, ends_at, now):
    """Hold one lesson at another time, also one that was cancelled; returns how many were told."""
    target = _locked(session.course_instance)
    if target.cancelled_at:
        return 0
    session = Session.objects.get(pk=session.pk)
    session.starts_at, session.ends_at, session.is_moved, session.cancelled_at = starts_at, ends_at, True, None
    session.save(update_fields=["starts_at", "ends_at", "is_moved", "cancelled_at"])
    return announce_change(target=target, now=now, moved=session)


@transaction.atomic
def apply_closure(*, closure, now):
    """Take the lessons out that fall on days when the home centre is closed; returns how many people were told.

    Where somebody signed up, a lesson is cancelled and they get a letter; where nobody did, it simply goes.
    """
    if not closure.centre.is_home:
        return 0
    still_running = CourseInstance.objects.filter(cancelled_at=None, ends_on__gte=timezone.localdate(now))
    touched = still_running.filter(starts_on__lte=closure.ends_on, ends_on__gte=closure.starts_on)
    return sum(_close(instance, closure, now) for instance in touched.order_by("pk"))


def _close(instance, closure, now):
    instance = _locked(instance)
    sessions = instance.sessions.filter(
        starts_at__gt=now, starts_at__date__range=(closure.starts_on, closure.ends_on), cancelled_at=None
    )
    if _enrolments(instance).active().exists():
        return sum(cancel_session(session=session, now=now) for session in sessions)
    sessions.delete()
    plan_sessions(instance=instance, now=now)
    return 0


@transaction.atomic
def write_to_group(*, target, words, statuses, now, submission=None):
    """Send a message to everybody with one of `statuses` who has an e-mail; returns how many letters.

    `words` by language code; who reads a language without words gets the English, else the Polish ones, with a note.
    The same `submission` (a UUID) reaches each person once, however often it comes.
    """
    target = _locked(target)  # a second click waits here, and then finds the letters
    people = _enrolments(target).filter(status__in=statuses).with_everything().in_line()
    reached = [enrolment for enrolment in people if enrolment.participant.email]
    for enrolment in reached:
        emails.queue_message(enrolment, words, now, submission)
    return len(reached)


@transaction.atomic
def mark_attendance(*, session, present, enrolments, by, now):
    """Note who of `enrolments` was at `session`: those whose key is in `present`; the others were not."""
    marks = [
        Attendance(
            session=session,
            enrolment=enrolment,
            is_present=enrolment.pk in present,
            marked_at=now,
            marked_by=by,
        )
        for enrolment in enrolments
    ]
    # One statement, so two colleagues who save at once leave one mark for each person: the later one.
    Attendance.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["is_present", "marked_at", "marked_by"],
    )


def _current(enrolment):
    return Enrolment.objects.with_everything().get(pk=enrolment.pk)


def _change(enrolment, status, now, *, offer_expires_at=None, ended="", and_columns=()):
    """Every change of an enrolment is one statement, made under the lock of its course or event.

    A second one in the same transaction would check its foreign keys anew, and wait for whoever holds that lock.
    """
    enrolment.status, enrolment.changed_at = status, now
    enrolment.offer_expires_at, enrolment.ended = offer_expires_at, ended
    enrolment.call_about = emails.to_call_about(enrolment)
    enrolment.save(update_fields=["status", "changed_at", "offer_expires_at", "ended", "call_about", *and_columns])
