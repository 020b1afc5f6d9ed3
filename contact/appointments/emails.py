"""The letters about an appointment, each in the language of its reader. Who gave only a phone gets none: staff call them.

What the appointment is about is never in a subject, and in no part of a letter when the offer is confidential.
"""

from django.utils import translation
from django.utils.translation import gettext as _

from cic_portal import languages
from cic_portal.calendars import CalendarEntry, calendar_file
from cic_portal.letters.actions import queue_letter
from cic_portal.letters.composing import Fact, LetterText
from cic_portal.publishing.addresses import absolute
from cic_portal.templatetags.portal import moment
from contact.appointments.models import Appointment
from contact.models import Centre


def queue_booked(appointment, now):
    return _queue("appointment-booked", appointment, now, _booked_text)


def queue_moved(appointment, now):
    return _queue("appointment-moved", appointment, now, _moved_text)


def queue_cancelled(appointment, now):
    return _queue("appointment-cancelled", appointment, now, _cancelled_text)


def queue_reminder(appointment, now):
    return _queue("appointment-reminder", appointment, now, _reminder_text)


def _queue(kind, appointment, now, compose):
    """Whether there is a letter."""
    if not appointment.email:
        return False
    place = place_of_appointments()
    with translation.override(appointment.language):
        text = compose(appointment, place)
        calendar = calendar_file([calendar_entry(appointment, place).component(now)])
    queue_letter(
        kind=kind,
        recipient=appointment.email,
        language=appointment.language,
        text=text,
        now=now,
        calendar=calendar,
    )
    return True


def place_of_appointments():
    """The address of the home centre, in Polish as on the door."""
    centre = Centre.objects.filter(is_home=True).first()
    return (centre.address or centre.city) if centre else ""


def booking_address(appointment):
    return absolute(f"/{languages.active().code}/bookings/{appointment.reference}/")


def calendar_entry(appointment, place):
    return CalendarEntry(
        uid=f"appointment-{appointment.pk}",
        title=appointment.public_title(),
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        place=place,
        url=booking_address(appointment),
        revision=appointment.revision,
        is_cancelled=appointment.status == Appointment.Status.CANCELLED,
    )


def facts(appointment, place):
    """What, when, where and in which language, and the reference, in the active language."""
    title, spoken = appointment.public_title(), languages.BY_CODE[appointment.language]
    return (
        Fact(_("What:"), str(title), language=title.language.code),
        Fact(_("When:"), moment(appointment.starts_at)),
        Fact(_("Where:"), place, language=languages.SOURCE, is_ltr=True),
        Fact(_("Language:"), spoken.own_name, language=spoken.code),
        Fact(_("Your reference:"), appointment.reference, is_ltr=True),
    )


def _text(appointment, place, subject, paragraphs, *, closing=(), link_words=None):
    link = (booking_address(appointment), link_words or _("See, move or cancel your appointment"))
    return LetterText(subject, tuple(paragraphs), facts(appointment, place), link, tuple(closing))


def _cannot_come():
    return (_("Can you not come? Move or cancel your appointment, so that somebody else can have the time."),)


def _booked_text(appointment, place):
    paragraphs = [_("Your appointment is booked. It is free of charge.")]
    if appointment.wants_interpreter:
        paragraphs.append(_("You asked for somebody who interprets. We look for one and tell you if we find nobody."))
    return _text(appointment, place, _("Your appointment at the Centre"), paragraphs, closing=_cannot_come())


def _moved_text(appointment, place):
    paragraphs = (_("Your appointment has a new time. This is how it is now."),)
    return _text(appointment, place, _("Please read: your appointment has a new time"), paragraphs)


def _cancelled_text(appointment, place):
    subject = _("Your appointment is cancelled")
    if appointment.ended == Appointment.Ended.BY_PERSON:
        return _text(appointment, place, subject, (appointment.ended_sentence,))
    sorry = _("We are sorry: your appointment cannot take place. Please do not come at that time.")
    other = _("You can choose another time. It takes a minute.")
    paragraphs = (sorry, str(appointment.ended_sentence), other)
    return _text(
        appointment, place, _("Please read: it has been cancelled"), paragraphs, link_words=_("Choose another time")
    )


def _reminder_text(appointment, place):
    paragraphs = (_("This is a reminder: you have an appointment at the Centre."),)
    return _text(appointment, place, _("Your appointment is soon"), paragraphs, closing=_cannot_come())
