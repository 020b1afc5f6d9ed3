"""What the pictures of the staff guide show: made-up people, written into the portal that is photographed.

Runs inside that portal (`manage.py shell`), never in one that is in use.
"""

import json
from datetime import datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone

from cic_portal.accounts.invitations.actions import invite
from cic_portal.accounts.roles import role_groups
from cic_portal.letters.models import Letter
from cic_portal.links.models import Link
from cic_portal.links.reasons import Reason
from contact.appointments.models import Adviser, Appointment
from contact.models import Centre
from courses.actions import plan_sessions
from courses.events.models import Event
from courses.models import Course, CourseInstance
from services.models import Amount, Guide
from tests import factories

PERSON = ("Przykładowa", "Osoba")
EMAIL = "przyklad@example.org"


@transaction.atomic
def add_examples():
    """Print the addresses of what was added, as JSON."""
    now = timezone.now()
    day = next_working_day(timezone.localdate())
    phone = Centre.objects.first().phone
    add_appointments(day, phone, now)
    add_letter(now)
    add_wishes(now)
    add_broken_link(now)
    group = add_group(phone, now)
    closure = factories.ClosureFactory(
        centre=Centre.objects.first(),
        starts_on=day + timedelta(days=40),
        ends_on=day + timedelta(days=40),
        untranslated=True,
    )
    places = {
        "day": f"appointments/appointment/day/?on={day:%Y-%m-%d}",
        "message": change(add_message(now)),
        "guide": change(Guide.objects.order_by("pk").first()),
        "amount": change(Amount.objects.order_by("pk").first()),
        "adviser": change(Adviser.objects.order_by("pk").first()),
        "event": change(Event.objects.order_by("pk").first()),
        "history": change(Event.objects.order_by("pk").first()).replace("change", "history"),
        "closure": change(closure),
        "account": change(add_colleague(now)),
        "group": f"courses/courseinstance/{group.pk}/group/",
        "lesson": f"courses/courseinstance/{group.pk}/group/lessons/{group.sessions.order_by('starts_at').first().pk}/attendance/",
        "translation": f"translations/uk/services.guide/{Guide.objects.order_by('pk').first().pk}/",
        "machine": f"translations/uk/contact.closure/{closure.pk}/",
    }
    print(json.dumps(places))


def next_working_day(today):
    """A Monday: both weekdays and hours of the example adviser are there."""
    return today + timedelta(days=7 - today.weekday())


def change(row):
    return f"{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def add_appointments(day, phone, now):
    adviser = Adviser.objects.order_by("pk").first()
    starts_at = timezone.make_aware(datetime.combine(day, time(9)))
    minutes = timedelta(minutes=adviser.availabilities.first().slot_minutes)
    facts = {"adviser": adviser, "offer": adviser.offers.first(), "name": " ".join(PERSON), "created_at": now}
    factories.AppointmentFactory(starts_at=starts_at, ends_at=starts_at + minutes, email=EMAIL, **facts)
    second = starts_at + minutes
    factories.AppointmentFactory(
        starts_at=second, ends_at=second + minutes, email="", phone=phone, must_be_called=True,
        status=Appointment.Status.CANCELLED, ended=Appointment.Ended.CLOSED, **facts,
    )  # fmt: skip


def add_message(now):
    text = "Dzień dobry, jak dostać numer PESEL?"
    return factories.MessageFactory(email=EMAIL, language="pl", text=text, created_at=now, waits_since=now)


def add_letter(now):
    Letter.objects.create(
        kind="message-answer", language="pl", recipient=EMAIL, subject="Przykład", text="Przykład", message_id="<1@example.org>",
        state=Letter.State.FAILED, attempts=5, error="550 No such user", created_at=now, next_attempt_at=now,
    )  # fmt: skip


def add_wishes(now):
    for language, level in (("uk", "A1"), ("uk", "A1"), ("uk", "A1"), ("ka", "A2")):
        factories.InterestFactory(language=language, level=level, created_at=now)


def add_broken_link(now):
    guide = Guide.objects.order_by("pk").first()
    link = factories.LinkFactory(
        address="https://example.org/przyklad", host="example.org", state=Link.State.BROKEN, reason=Reason.NOT_FOUND,
        status=404, checked_at=now, next_check_at=now + timedelta(days=1),
    )  # fmt: skip
    link.uses.create(
        owner_model="services.guide",
        owner_row=guide.pk,
        owner_name=guide.title_pl,
        model="services.guide",
        row=guide.pk,
        field="official_links",
    )


def add_group(phone, now):
    """A course that began last week, with people who have a place and one who waits."""
    today = timezone.localdate()
    group = CourseInstance.objects.create(
        course=Course.objects.exclude(level="").order_by("pk").first(), starts_on=today - timedelta(days=7),
        ends_on=today + timedelta(days=21), weekdays=[1, 2, 3, 4, 5], starts_at=time(17), ends_at=time(18, 30),
        place="sala 1", capacity=3, status=CourseInstance.Status.PUBLISHED, languages_of_instruction=["pl", "uk"],
    )  # fmt: skip
    plan_sessions(instance=group, now=now)
    for number, letter in enumerate("ABCD"):
        person = factories.ParticipantFactory(
            given_name="Przykładowa", family_name=f"Osoba {letter}", created_at=now,
            **({"email": "", "phone": phone} if letter == "B" else {"email": f"osoba-{letter.lower()}@example.org"}),
        )  # fmt: skip
        factories.EnrolmentFactory(participant=person, course_instance=group, waiting=number == 3, queued_at=now)
    return group


def add_colleague(now):
    given_name, family_name = PERSON
    return invite(
        first_name=given_name, last_name=family_name, email=EMAIL, username="przyklad", desk_language="pl",
        roles=role_groups().filter(name="reception"), by=get_user_model().objects.get(username="staff"),
        request=RequestFactory().get("/admin/"), now=now,
    )  # fmt: skip


def speak(language):
    """Have the desk in `language`."""
    get_user_model().objects.filter(username="staff").update(desk_language=language)
