"""The letters about an enrolment, each in the language of its reader. Who gave only a phone gets none: staff call them."""

from uuid import uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from cic_portal import languages
from cic_portal.letters.actions import queue_letter
from cic_portal.letters.composing import Fact, LetterText
from cic_portal.publishing.addresses import absolute
from cic_portal.templatetags.portal import clock, day, moment, sentence_case, weekday_and_day, weekday_names
from courses.calendars import calendar_for
from courses.enrolments.models import Enrolment
from courses.models import CourseInstance

Status = Enrolment.Status
TOLD_OF_CHANGES = ("course-changed", "lesson-cancelled")


def queue_state(enrolment, now):
    """The letter that says how the enrolment stands now."""
    _queue(
        f"enrolment-{enrolment.status}", enrolment, now, _state_text, with_calendar=enrolment.status == Status.CONFIRMED
    )


def queue_target_cancelled(enrolment, words, now):
    _queue("course-cancelled", enrolment, now, lambda enrolment: _cancelled_text(enrolment, words))


def queue_target_changed(enrolment, now, moved=None):
    has_place = enrolment.status in Enrolment.TAKING_A_PLACE
    _queue("course-changed", enrolment, now, lambda enrolment: _changed_text(enrolment, moved), with_calendar=has_place)


def queue_session_cancelled(enrolment, session, now):
    _queue("lesson-cancelled", enrolment, now, lambda enrolment: _session_text(enrolment, session), with_calendar=True)


def queue_message(enrolment, words, now, submission=None):
    number = uuid5(submission, enrolment.reference) if submission else None
    _queue("message", enrolment, now, lambda enrolment: _message_text(enrolment, words), number=number)


def to_call_about(enrolment):
    """What staff must tell somebody whom the letter about the state of this enrolment cannot reach, or ""."""
    is_told = enrolment.participant.email or enrolment.ended == Enrolment.Ended.BY_PERSON
    about = {Status.OFFERED: Enrolment.CallAbout.OFFERED, Status.CANCELLED: Enrolment.CallAbout.CANCELLED}
    return "" if is_told else about.get(enrolment.status, "")


def _queue(kind, enrolment, now, compose, *, with_calendar=False, number=None):
    person = enrolment.participant
    if not person.email:
        if kind in TOLD_OF_CHANGES:
            Enrolment.objects.filter(pk=enrolment.pk).update(call_about=Enrolment.CallAbout.CHANGED)
        return
    with translation.override(person.language):
        text = compose(enrolment)
        calendar = calendar_for(enrolment.target, now) if with_calendar else ""
    queue_letter(
        kind=kind,
        recipient=person.email,
        language=person.language,
        text=text,
        now=now,
        calendar=calendar,
        number=number,
    )


def _title(enrolment):
    return enrolment.target.title if enrolment.course_instance else enrolment.event.text("title")


def facts(enrolment):
    """What, when and where, and the reference, in the active language."""
    target = enrolment.target
    title = _title(enrolment)
    found = [Fact(_("What:"), str(title), language=title.language.code)]
    if isinstance(target, CourseInstance):
        first, last = day(target.starts_on), day(target.ends_on)
        found.append(Fact(_("When:"), _("%(first)s to %(last)s") % {"first": first, "last": last}))
        found.append(Fact(_("Days:"), sentence_case(weekday_names(target.weekdays))))
        found.append(Fact(_("Time:"), f"{clock(target.starts_at)}–{clock(target.ends_at)}", is_ltr=True))
    else:
        found.append(Fact(_("When:"), moment(target.starts_at)))
    found.append(Fact(_("Where:"), target.place, language=languages.SOURCE, is_ltr=True))
    return [*found, Fact(_("Your reference:"), enrolment.reference, is_ltr=True)]


def booking_link(enrolment, words):
    code = languages.active().code
    return absolute(f"/{code}/bookings/{enrolment.reference}/"), words


def _state_text(enrolment):
    status, link_words = enrolment.status, _("See or cancel your booking")
    paragraphs, closing = (), (_("Can you not come? Cancel your booking, so that somebody else can have the place."),)
    if status == Status.CONFIRMED:
        subject = _("You have a place")
        paragraphs = (_("You have signed up and you have a place. It is free of charge."),)
    elif status == Status.WAITING:
        subject = _("You are waiting in line")
        position = _("All places are taken. Your place in the line: %(position)s.") % {"position": enrolment.position()}
        paragraphs = (position, _("When a place becomes free for you, we write to you at once."))
    elif status == Status.OFFERED:
        subject = _("A place is free for you")
        deadline = _("Confirm it before this moment: %(moment)s.") % {"moment": moment(enrolment.offer_expires_at)}
        paragraphs = (deadline, _("After that the place goes to the next person in line."))
        link_words = _("Confirm the place")
    else:
        subject = _("Your booking has ended")
        paragraphs, closing = (enrolment.ended_sentence or enrolment.get_status_display(),), ()
    return _text(enrolment, subject, paragraphs, link_words, closing)


def _text(enrolment, subject, paragraphs, link_words=None, closing=()):
    link = booking_link(enrolment, link_words or _("See or cancel your booking"))
    return LetterText(subject, tuple(map(str, paragraphs)), tuple(facts(enrolment)), link, closing)


def _changed_text(enrolment, moved=None):
    paragraphs = (_("Something has changed: the dates, the time or the place. This is how it is now."),)
    if moved:
        paragraphs = (
            _("One lesson is at another time. Planned day: %(day)s.") % {"day": weekday_and_day(moved.planned_on)},
            _("New time of this lesson: %(moment)s.") % {"moment": moment(moved.starts_at)},
        )
    return _text(enrolment, _("Please read: a change"), paragraphs)


def _cancelled_text(enrolment, words):
    paragraphs = (_("We are sorry: it will not take place."), *_in_own_language(words))
    return _text(enrolment, _("Please read: it has been cancelled"), paragraphs)


def _session_text(enrolment, session):
    sentence = _("There is no lesson on this day: %(moment)s.") % {"moment": moment(session.starts_at)}
    return _text(enrolment, _("Please read: no lesson"), (sentence,))


def _message_text(enrolment, words):
    return _text(enrolment, _("A message from the Centre"), _in_own_language(words))


def _in_own_language(words):
    """Paragraphs of `words` in the active language; in another one, if need be, with a sentence that says so."""
    code = next((code for code in languages.fallbacks(languages.active().code) if words.get(code)), None)
    if code is None:
        return ()
    note = () if code == languages.active().code else (_("We have this message only in another language:"),)
    return (*note, words[code])
