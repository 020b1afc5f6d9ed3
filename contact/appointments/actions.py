from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from cic_portal.bookings.kinds import TimeTaken
from cic_portal.bookings.references import new_reference
from cic_portal.local_time import WARSAW
from contact.appointments import emails
from contact.appointments.models import REMINDED_BEFORE, Absence, Adviser, Appointment, Availability
from contact.appointments.offering import availabilities_for, earliest_start, free_times, slots_between
from contact.frame import load_frame
from services.models import Offer

Status, Ended, Source = Appointment.Status, Appointment.Ended, Appointment.Source
ANY_TIME = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Visitor:
    """Who comes, as they wrote it; `phone` is E.164 or empty, `email` may be empty. Letters are in `language`."""

    name: str
    email: str
    phone: str
    language: str


def book(*, offer, slot, visitor, now, needs=(), note="", submission=None):
    """Give `visitor` the time `slot`, an (adviser's key, start); returns the Appointment. Raises TimeTaken.

    Two people never get one time. The same `submission` of the same person gives the same appointment however often
    it comes.
    """
    with_interpreter = Appointment.Need.INTERPRETER in needs
    available = partial(availabilities_for, offer, visitor.language, with_interpreter=with_interpreter)
    facts = {"needs": list(needs), "note": "" if offer.is_sensitive else note}
    try:
        return _book(offer, slot, visitor, available, earliest_start(now), now, submission, facts)
    except IntegrityError as error:
        # Somebody else was served between our look and our writing, or the same form came twice at once.
        if sent_before := _sent_before(submission, visitor):
            return sent_before
        raise TimeTaken from error


def book_at_desk(*, offer, slot, visitor, source, now):
    """Like `book`, for somebody who calls or stands at the desk: any language, also for the next minute.

    Without an `offer` it is the first one for which the adviser is there at that time.
    """
    offers = [offer] if offer else Offer.objects.filter(advisers=slot[0])
    for possible in offers:
        try:
            available = partial(availabilities_for, possible)
            return _book(possible, slot, visitor, available, ANY_TIME, now, None, {"source": source})
        except (IntegrityError, TimeTaken):
            continue
    raise TimeTaken


@transaction.atomic
def _book(offer, slot, visitor, available, earliest, now, submission, facts):
    adviser_id, starts_at = slot
    _lock_adviser(adviser_id)
    if sent_before := _sent_before(submission, visitor):
        return sent_before
    free = _free_slot(available(), adviser_id, starts_at, earliest, now)
    is_new = submission and not Appointment.objects.filter(submission=submission).exists()
    appointment = Appointment.objects.create(
        reference=new_reference(),
        submission=submission if is_new else None,
        adviser_id=adviser_id,
        offer=offer,
        starts_at=free.starts_at,
        ends_at=free.ends_at,
        name=visitor.name,
        email=visitor.email,
        phone=visitor.phone,
        language=visitor.language,
        created_at=now,
        changed_at=now,
        **facts,
    )
    emails.queue_booked(appointment, now)
    return appointment


def _lock_adviser(adviser_id):
    """Bookings of one adviser happen one after the other."""
    locked = Adviser.objects.active().filter(pk=adviser_id).select_for_update()
    if locked.first() is None:
        raise TimeTaken


def _sent_before(submission, visitor):
    sent = Appointment.objects.with_everything().filter(submission=submission).first() if submission else None
    return sent if sent and sent.name == visitor.name else None


def _free_slot(availabilities, adviser_id, starts_at, earliest, now):
    """The Slot of that adviser that begins at `starts_at`; raises TimeTaken when there is none or it is not free."""
    own = [availability for availability in availabilities if availability.adviser_id == adviser_id]
    if earliest == ANY_TIME:
        day = timezone.localdate(starts_at, WARSAW)
        slots = slots_between(own, first=day, days=1, earliest=earliest)
    else:
        slots = free_times(own, now=now)
    found = next((slot for slot in slots if slot.starts_at == starts_at), None)
    if found is None:
        raise TimeTaken
    return found


@transaction.atomic
def move(*, appointment, slot, now):
    """Give the owner of `appointment` another time; returns what to tell them. Raises TimeTaken.

    One that the Centre called off is booked again by it.
    """
    offer, needs = appointment.offer, appointment.needs
    available = partial(
        availabilities_for, offer, appointment.language, with_interpreter=Appointment.Need.INTERPRETER in needs
    )
    _move(appointment, slot, available, earliest_start(now), now)
    return _("Saved. You have a new time.")


@transaction.atomic
def move_at_desk(*, appointment, slot, now):
    """Like `move`, by staff: any free time of any adviser who helps with the same."""
    return _move(appointment, slot, partial(availabilities_for, appointment.offer), ANY_TIME, now, by_centre=True)


def _move(appointment, slot, available, earliest, now, *, by_centre=False):
    adviser_id, starts_at = slot
    _lock_adviser(adviser_id)
    appointment = _current(appointment)
    if appointment.status != Status.BOOKED and not appointment.can_be_taken_up:
        raise TimeTaken
    free = _free_slot(available(), adviser_id, starts_at, earliest, now)
    appointment.adviser_id, appointment.starts_at, appointment.ends_at = adviser_id, free.starts_at, free.ends_at
    appointment.status, appointment.ended, appointment.reminded_at = Status.BOOKED, "", None
    appointment.revision += 1
    _save(appointment, now, must_be_called=by_centre and not appointment.email)
    appointment = Appointment.objects.with_everything().get(pk=appointment.pk)
    emails.queue_moved(appointment, now)
    return appointment


@transaction.atomic
def cancel(*, appointment, ended, now):
    """Call off an appointment for the reason `ended`; returns what to tell its owner. Twice changes nothing."""
    appointment = _current(appointment)
    if appointment.status == Status.BOOKED:
        appointment.status, appointment.ended = Status.CANCELLED, ended
        appointment.revision += 1
        _save(appointment, now, must_be_called=ended != Ended.BY_PERSON and not appointment.email)
        emails.queue_cancelled(appointment, now)
    return _("Cancelled. Thank you for telling us.")


@transaction.atomic
def mark(*, appointment, status, now):
    """Staff note whether somebody came; BOOKED takes a wrong note back. A cancelled one stays as it is."""
    appointment = _current(appointment)
    if appointment.status != Status.CANCELLED and status != Status.CANCELLED:
        appointment.status = status
        _save(appointment, now)
    return appointment


@transaction.atomic
def mark_called(*, appointments, now):
    """Staff have called these people; returns how many."""
    return appointments.filter(must_be_called=True).update(must_be_called=False, changed_at=now)


@transaction.atomic
def change_contact(*, appointment, email, phone, language):
    """Reach the owner elsewhere from now on, and write in another language. Staff learn of the language, too."""
    appointment = _current(appointment)
    appointment.email, appointment.phone, appointment.language = email, phone, language
    appointment.save(update_fields=["email", "phone", "language"])
    return appointment


@transaction.atomic
def correct_appointment(*, appointment, columns):
    """Save the `columns` about its owner that staff corrected; time and state, which others may change, stay as they are."""
    if columns:
        appointment.save(update_fields=columns)
    return appointment


def _current(appointment):
    """The appointment as the database has it now, locked."""
    rows = Appointment.objects.with_everything().select_for_update(of=("self",))
    return rows.get(pk=appointment.pk)


def _save(appointment, now, *, must_be_called=False):
    appointment.changed_at, appointment.must_be_called = now, must_be_called
    appointment.save()


@transaction.atomic
def cancel_impossible(*, now, changed_days=()):
    """Call off what an absence or the hours of a date have made impossible and tell everybody; returns the appointments.

    Called when staff save an absence, a closure or an extra opening, in the same transaction, and by the worker, so that
    nobody stands before a closed door. On days of which only the week speaks, appointments stay: who changes the week need not mean those
    that are booked. `changed_days` are dates that have lost an extra opening, which nothing else tells any more.
    """
    # Who books at this moment holds the lock of an adviser and has not seen the closure yet: wait for them.
    lock_advisers()
    timetable = load_frame(timezone.localdate(now, WARSAW)).timetable
    away = Absence.objects.filter(
        adviser=OuterRef("adviser"), starts_at__lt=OuterRef("ends_at"), ends_at__gt=OuterRef("starts_at")
    )
    upcoming = Appointment.objects.booked().upcoming(now).annotate(is_away=Exists(away))
    met = [one for one in upcoming if one.is_away or _meets_closed_door(one, timetable, changed_days)]
    for appointment in met:
        cancel(appointment=appointment, ended=Ended.CLOSED, now=now)
    return met


def _meets_closed_door(appointment, timetable, changed_days):
    day = appointment.local_start.date()
    has_own_hours = day in changed_days or timetable.is_special_on(day)
    return has_own_hours and not timetable.is_open_throughout(appointment.starts_at, appointment.ends_at)


@transaction.atomic
def save_absences(*, write, now):
    """Save absences by calling `write`, and call off the appointments that they meet; returns these."""
    lock_advisers()
    write()
    return cancel_impossible(now=now)


def lock_advisers():
    """Lock all advisers in one order, the same for everybody, until the transaction ends.

    Whoever saves one of them and then calls off appointments of all asks for these locks first: two colleagues, each with
    one adviser in hand, would otherwise wait for each other.
    """
    list(Adviser.objects.select_for_update().order_by("pk"))


@transaction.atomic
def remind(*, now):
    """Write once to everybody whose appointment is within a day; returns how many letters.

    Nobody is reminded of what was booked or moved less than a day before it.
    """
    due = Appointment.objects.due_for_reminder(now).with_everything().select_for_update(of=("self",))
    letters = 0
    for appointment in due:
        if appointment.starts_at - appointment.changed_at > REMINDED_BEFORE:
            letters += emails.queue_reminder(appointment, now)
        appointment.reminded_at = now
        appointment.save(update_fields=["reminded_at"])
    return letters


@transaction.atomic
def add_example_adviser(*, desk_name, role, offers, languages, weekdays, opens, closes):
    """An adviser who shows how booking works, marked as an example everywhere; kept when there is one of that name."""
    adviser, is_new = Adviser.objects.get_or_create(
        desk_name=desk_name, defaults={"role": role, "languages": languages, "is_example": True, "position": 99}
    )
    if is_new:
        adviser.offers.set(offers)
        Availability.objects.bulk_create(
            Availability(adviser=adviser, weekday=weekday, opens=opens, closes=closes) for weekday in weekdays
        )
    return adviser
