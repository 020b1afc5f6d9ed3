"""The areas of the home of the desk: people, pages, the Centre."""

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cic_portal import languages
from cic_portal.home.dashboard import DeskItem, Urgency, area, list_address
from cic_portal.languages import staff_text as _s
from cic_portal.letters.models import Letter
from cic_portal.links.models import Link
from cic_portal.pages.models import AccessibilityDeclaration
from cic_portal.texts.status import worst
from cic_portal.translations.admin import OverdueFilter, ScheduleFilter
from cic_portal.translations.coverage import UNFINISHED
from contact.appointments.models import Appointment
from contact.correspondence.models import Message
from contact.models import Closure
from courses.enrolments.models import Enrolment
from courses.events.models import Event
from courses.models import CourseInstance
from services.models import Amount

PEOPLE, PAGES, CENTRE = _s("People"), _s("Pages"), _s("The Centre")


@area(PEOPLE)
def messages(desk):
    unanswered = Q(state__in=[Message.State.NEW, Message.State.IN_PROGRESS])
    for kind, label in (
        (Message.Kind.CALL, _s("People who asked for a call")),
        (Message.Kind.MESSAGE, _s("New messages that nobody has taken")),
    ):
        new = Q(kind=kind, state=Message.State.NEW, assigned_to=None)
        query = f"kind__exact={kind}&state__exact=new&whose=nobody"
        desk.ask(label, Message, lambda rows, new=new: rows.filter(new), query=query, urgency=Urgency.NOW)
    desk.ask(
        _s("My messages without an answer"),
        Message,
        lambda rows: rows.filter(unanswered, assigned_to=desk.request.user),
        query="state__in=new%2Cin_progress&whose=mine",
    )


@area(PEOPLE)
def appointments(desk):
    midnight = timezone.make_aware(datetime.combine(desk.today, time()))
    next_midnight = timezone.make_aware(datetime.combine(desk.today + timedelta(days=1), time()))
    desk.ask(
        _s("Today’s appointments"),
        Appointment,
        lambda rows: rows.taking_time().filter(starts_at__gte=midnight, starts_at__lt=next_midnight),
        address=reverse("admin:appointments_appointment_day"),
    )
    desk.ask(
        _s("People to call about an appointment"),
        Appointment,
        lambda rows: rows.filter(must_be_called=True),
        query="must_be_called__exact=1",
        urgency=Urgency.NOW,
    )


@area(PEOPLE)
def enrolments(desk):
    desk.ask(
        _s("People to call about a course or an event"),
        Enrolment,
        lambda rows: rows.to_be_called(),
        query="call=yes",
        urgency=Urgency.NOW,
    )
    for model in (CourseInstance, Event):
        desk.ask(
            _s("A place is free, and people wait for it"),
            model,
            lambda rows: rows.with_a_free_place_for_the_line(),
            query="line=free",
            urgency=Urgency.NOW,
            kind=model._meta.verbose_name_plural,
        )
    desk.ask(
        _s("Offered places that lapse within a day"),
        Enrolment,
        lambda rows: rows.offers_running_out(desk.now),
        query="offer=lapsing",
    )
    desk.ask(
        _s("People waiting for a place"),
        Enrolment,
        lambda rows: rows.waiting(),
        query="status__exact=waiting",
        urgency=Urgency.SOME_DAY,
    )


@area(PEOPLE)
def letters(desk):
    desk.ask(
        _s("Letters that failed"),
        Letter,
        lambda rows: rows.filter(state=Letter.State.FAILED),
        query="state__exact=failed",
        urgency=Urgency.NOW,
    )


@area(PAGES)
def amounts(desk):
    desk.ask(
        _s("Amounts that may have changed"),
        Amount,
        lambda rows: rows.expired(desk.today),
        query="validity=expired",
        urgency=Urgency.NOW,
    )
    desk.ask(
        _s("Amounts that end within 30 days"),
        Amount,
        lambda rows: rows.expiring(desk.today),
        query="validity=soon",
    )


@area(PAGES)
def checks(desk):
    for model in desk.kinds(OverdueFilter):
        desk.ask(
            _s("To check again"),
            model,
            lambda rows: rows.overdue(desk.today),
            query="check=overdue",
            kind=model._meta.verbose_name_plural,
        )


@area(PAGES)
def links(desk):
    desk.ask(_s("Links to mend"), Link, lambda rows: rows.to_mend(), query="state=mend")


@area(PAGES)
def schedule(desk):
    labels = {"appears": _s("Appear this week"), "ends": _s("End this week")}
    for choice, label in labels.items():
        for model in desk.kinds(ScheduleFilter):
            desk.ask(
                label,
                model,
                lambda rows, choice=choice: {"appears": rows.appearing, "ends": rows.ending}[choice](desk.now),
                query=f"schedule={choice}",
                urgency=Urgency.SOME_DAY,
                kind=model._meta.verbose_name_plural,
            )


@area(CENTRE)
def closures(desk):
    if not desk.admin_of(Closure):
        return
    ahead = list(desk.rows(Closure).soon(desk.today))
    silent = sum(not closure.reason_pl for closure in ahead)
    untranslated = sum(worst(map(closure.translation_status, languages.TARGETS)) in UNFINISHED for closure in ahead)
    notes = [
        words % {"count": count}
        for words, count in (
            (_s("without a reason for visitors: %(count)s"), silent),
            (_s("not in every language: %(count)s"), untranslated),
        )
        if count
    ]
    desk.add(
        DeskItem(
            str(_s("Closed days in the next two weeks")),
            len(ahead),
            f"{list_address(Closure)}?when=soon",
            Urgency.NOW if notes else Urgency.SOON,
            note=", ".join(notes),
        )
    )


@area(CENTRE)
def declaration(desk):
    """The law wants the accessibility declaration reviewed by 31 March of each year (PL-11)."""
    if not desk.admin_of(AccessibilityDeclaration):
        return
    label = _s("Accessibility declaration to review")
    due = [found for found in desk.rows(AccessibilityDeclaration) if found.is_review_due(desk.today)]
    if not due:
        desk.add(DeskItem(str(label), 0, list_address(AccessibilityDeclaration)))
    for found in due:
        address = reverse("admin:pages_accessibilitydeclaration_change", args=[found.pk])
        is_late = desk.today > found.review_deadline
        note = _s("overdue since %(day)s") if is_late else _s("by %(day)s")
        note = note % {"day": f"{found.review_deadline:%d.%m.%Y}"}
        desk.add(DeskItem(str(label), 1, address, Urgency.NOW if is_late else Urgency.SOON, note=note))
