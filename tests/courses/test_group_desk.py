from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db import transaction
from openpyxl import load_workbook

from cic_portal.letters.models import Letter
from cic_portal.personal_data.models import AccessRecord
from contact.actions import save_closure
from contact.models import Centre
from courses.actions import plan_sessions
from courses.enrolments.actions.lessons import move_session
from courses.enrolments.actions.places import fill_all_places
from courses.enrolments.models import Attendance, Enrolment, Participant
from courses.models import CourseInstance, Session
from tests.admin_forms import posted
from tests.factories import (
    WARSAW,
    ClosureFactory,
    CourseInstanceFactory,
    EnrolmentFactory,
    EventFactory,
    ParticipantFactory,
)
from tests.paper import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
NOON = datetime(2027, 1, 11, 12, tzinfo=WARSAW)


@pytest.fixture(autouse=True)
def january(settings):
    # Some of these stories last for weeks.
    settings.DESK_HOURS = 365 * 24
    settings.DESK_IDLE_MINUTES, settings.SESSION_COOKIE_AGE = settings.DESK_HOURS * 60, settings.DESK_HOURS * 60 * 60
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def instance():
    """Mondays and Wednesdays, 1–10 February, with its four lessons."""
    instance = CourseInstanceFactory(
        course__title="Polski", course__level="A1", starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 10), capacity=2
    )
    plan_sessions(instance=instance, now=NOON)
    return instance


def desk(target, page=""):
    return f"/admin/{target._meta.app_label}/{target._meta.model_name}/{target.pk}/group/{page}"


def sentences(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def records():
    return list(AccessRecord.objects.order_by("pk").values_list("action", "subject", "object_id", "count"))


def headings(response):
    return [(str(heading), [str(m.person) for m in members]) for heading, members in response.context["sections"]]


# --- Who may ----------------------------------------------------------------------------------------------------------


def test_staff_without_rights_open_nothing(reception, instance):
    client = reception()
    enrolment, event = EnrolmentFactory(course_instance=instance), EventFactory()
    lesson = instance.sessions.first()
    pages = ["", "call/", "print/", "group.csv", "group.xlsx", "add/", "message/", "cancel/"]
    pages += [f"{enrolment.pk}/{verb}/" for verb in ("cancel", "complete")] + [f"{enrolment.pk}/certificate.pdf"]
    pages += [f"lessons/{lesson.pk}/{verb}/" for verb in ("attendance", "cancel", "move")]

    answers = {page: client.get(desk(instance, page)).status_code for page in pages}
    answers |= {"event": client.get(desk(event)).status_code}
    answers |= {"confirm": client.post(desk(instance, f"{enrolment.pk}/confirm/")).status_code}

    assert answers == dict.fromkeys([*pages, "event", "confirm"], 403)
    assert records() == []


def test_who_may_only_look_changes_nothing(reception, instance):
    client = reception("view_courseinstance", "view_enrolment")
    enrolment = EnrolmentFactory(course_instance=instance)

    page = client.get(desk(instance))
    refused = [client.post(desk(instance, f"{enrolment.pk}/cancel/")), client.post(desk(instance, "add/"))]
    refused += [client.post(desk(instance, "cancel/")), client.post(desk(instance, "message/"))]

    assert page.status_code == 200
    assert "/group/add/" not in page.content.decode()
    assert [response.status_code for response in refused] == [403] * 4
    assert Enrolment.objects.get().status == "confirmed"


def test_enrolments_and_lessons_of_other_groups_are_not_found(staff_client, instance):
    other = EnrolmentFactory()
    plan_sessions(instance=other.course_instance, now=NOON)
    lesson = other.course_instance.sessions.first()

    forged = [f"{other.pk}/cancel/", f"{other.pk}/certificate.pdf", f"lessons/{lesson.pk}/attendance/", "group.exe"]

    assert [staff_client.get(desk(instance, page)).status_code for page in forged] == [404] * 4


# --- The list and the page --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_tells_the_places_and_costs_the_same(staff_client, django_assert_num_queries, items):
    for _number in range(items):
        instance = CourseInstanceFactory(capacity=2)
        EnrolmentFactory(course_instance=instance)
        EnrolmentFactory(course_instance=instance, offered=True)
        EnrolmentFactory(course_instance=instance, waiting=True)
    event = EventFactory(is_joinable=True, capacity=5)
    EnrolmentFactory(event=event)

    with django_assert_num_queries(8):
        page = staff_client.get("/admin/courses/courseinstance/").content.decode()
    with django_assert_num_queries(7):
        events = staff_client.get("/admin/events/event/").content.decode()

    for name, text in (("places", "2/2"), ("free", "0"), ("in_line", "1")):
        assert page.count(f'<td class="field-{name}">{text}</td>') == items
    assert '<td class="field-places">1/5</td>' in events
    assert '<td class="field-free">4</td>' in events


def test_the_list_is_filtered_by_state(staff_client):
    published = CourseInstanceFactory()
    draft = CourseInstanceFactory(status="draft")
    cancelled = CourseInstanceFactory(cancelled_at=NOON)
    example = CourseInstanceFactory(is_example=True)

    found = {
        state: list(staff_client.get(f"/admin/courses/courseinstance/?state={state}").context["cl"].queryset)
        for state in ("published", "draft", "cancelled", "example")
    }

    assert found == {"published": [published], "draft": [draft], "cancelled": [cancelled], "example": [example]}


def test_a_group_shows_who_has_a_place_who_was_offered_one_and_who_waits(staff_client, instance):
    EnrolmentFactory(course_instance=instance, waiting=True, participant__family_name="Druha")
    first = EnrolmentFactory(
        course_instance=instance, participant=ParticipantFactory(phone_only=True, family_name="Persza")
    )
    EnrolmentFactory(course_instance=instance, offered=True, participant__family_name="Trzecia")
    EnrolmentFactory(course_instance=instance, cancelled=True, participant__family_name="Była")
    Enrolment.objects.filter(pk=first.pk).update(
        needs=["child_care"], note="przychodzi z wózkiem", call_about="changed"
    )

    response = staff_client.get(desk(instance))

    page = response.content.decode()
    assert headings(response) == [
        ("Have a place", ["Olena Persza"]),
        ("Were offered a place", ["Olena Trzecia"]),
        ("Wait in line", ["Olena Druha"]),
    ]
    assert response.context["group"].waiting[0].position == 1
    assert 'href="tel:+48600123456"' in page
    assert "przychodzi z wózkiem" in page
    assert str(Enrolment.Need.CHILD_CARE.label) in page
    assert [str(m.person) for m in response.context["group"].to_call] == ["Olena Persza"]
    assert records() == [("list", "enrolments.Enrolment", f"courseinstance {instance.pk}", 3)]


@pytest.mark.parametrize("items", [1, 3])
def test_a_group_costs_the_same_for_one_and_three(staff_client, django_assert_num_queries, instance, items):
    for _number in range(items):
        EnrolmentFactory(course_instance=instance)
        EnrolmentFactory(course_instance=instance, waiting=True)

    # Session, user, the run with its course, marks, people, the record and its two savepoints, lessons.
    with django_assert_num_queries(9):
        assert staff_client.get(desk(instance)).status_code == 200


def test_what_people_typed_is_shown_and_never_run(staff_client, instance):
    EnrolmentFactory(
        course_instance=instance, participant__given_name="<script>alert(1)</script>", note="<img src=x onerror=y>"
    )

    for page in ("", "print/", "message/"):
        source = staff_client.get(desk(instance, page)).content.decode()
        assert "<script>alert" not in source
        assert "<img src=x" not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in staff_client.get(desk(instance)).content.decode()


def test_on_the_day_of_a_lesson_one_link_leads_to_it(staff_client, instance):
    today = desk(instance, f"lessons/{instance.sessions.first().pk}/attendance/")
    assert "Who is here today?" not in staff_client.get(desk(instance)).content.decode()

    with time_machine.travel("2027-02-01 08:00+01:00"):
        page = staff_client.get(desk(instance)).content.decode()

    assert f'<a class="button" href="{today}">Who is here today?</a>' in page


def test_a_foreign_number_keeps_its_country(staff_client, instance):
    EnrolmentFactory(course_instance=instance, participant__phone="+380671234567")

    assert '<bdi dir="ltr">+380 67 123 4567</bdi>' in staff_client.get(desk(instance)).content.decode()


def test_an_event_has_a_group_too(staff_client):
    event = EventFactory(is_joinable=True)
    EnrolmentFactory(event=event, participant__family_name="Gość")

    response = staff_client.get(desk(event))

    assert headings(response)[0] == ("Have a place", ["Olena Gość"])
    assert staff_client.get(desk(event, "print/")).status_code == 200
    assert (
        f"/events/event/{event.pk}/group/"
        in staff_client.get(f"/admin/events/event/{event.pk}/change/").content.decode()
    )


# --- People -----------------------------------------------------------------------------------------------------------

PERSON = {"given_name": "Iryna", "family_name": "Bondar", "phone": "600 123 456", "email": "", "language": "uk"}
PERSON |= {"is_informed": "on", "submission": "6a1f3d7e-6a6e-4d3e-9a53-0c2c8a9be001"}


def test_somebody_who_calls_gets_a_place_once(staff_client, instance):
    first = staff_client.post(desk(instance, "add/"), PERSON)
    second = staff_client.post(desk(instance, "add/"), PERSON)

    enrolment = Enrolment.objects.get()
    assert (first.status_code, second.status_code) == (302, 302)
    assert (enrolment.status, enrolment.participant.full_name) == ("confirmed", "Iryna Bondar")
    assert enrolment.participant.phone.as_e164 == "+48600123456"
    assert sentences(first)[0] == f"Signed up. The person has a place. Reference: {enrolment.reference}."


def test_who_comes_to_a_full_course_waits(staff_client, instance):
    for _number in range(2):
        EnrolmentFactory(course_instance=instance)

    response = staff_client.post(desk(instance, "add/"), PERSON)

    assert Enrolment.objects.waiting().count() == 1
    assert sentences(response)[0].startswith("Signed up. The person waits in line, at place 1.")


@pytest.mark.parametrize(
    ("facts_of_the_run", "sentence"),
    [
        ({"cancelled_at": NOON}, "It has been cancelled."),
        ({"starts_on": date(2027, 1, 4), "ends_on": date(2027, 1, 5)}, "It is over."),
    ],
)
def test_a_refusal_is_shown_in_words(staff_client, django_user_model, instance, facts_of_the_run, sentence):
    django_user_model.objects.update(desk_language="en")
    CourseInstance.objects.filter(pk=instance.pk).update(**facts_of_the_run)

    response = staff_client.post(desk(instance, "add/"), PERSON)

    assert response.context["form"].non_field_errors() == [sentence]
    assert 'value="Iryna"' in response.content.decode()
    assert Enrolment.objects.count() == 0


def test_who_is_on_the_list_is_not_added_again(staff_client, instance):
    staff_client.post(desk(instance, "add/"), PERSON)

    response = staff_client.post(desk(instance, "add/"), PERSON | {"submission": ""})

    assert response.context["form"].non_field_errors() == ["This person has already signed up here."]


def test_a_person_must_be_reachable_and_informed(staff_client, instance):
    response = staff_client.post(desk(instance, "add/"), PERSON | {"phone": "", "is_informed": ""})

    assert response.context["form"].errors == {
        "phone": ["Write a phone number or an e-mail address."],
        "is_informed": ["Tell the person first, then tick this box."],
    }


def test_a_yes_on_the_phone_confirms_the_offer(staff_client, instance):
    enrolment = EnrolmentFactory(course_instance=instance, offered=True)

    response = staff_client.post(desk(instance, f"{enrolment.pk}/confirm/"))

    enrolment.refresh_from_db()
    assert enrolment.status == "confirmed"
    assert sentences(response) == ["Confirmed: the person has a place."]


def test_an_offer_that_ran_out_is_told(staff_client, instance):
    enrolment = EnrolmentFactory(course_instance=instance, offered=True, offer_expires_at=NOON)

    response = staff_client.post(desk(instance, f"{enrolment.pk}/confirm/"))

    assert sentences(response) == ["This place is no longer free: the offer has run out or was cancelled."]


def test_a_cancelled_place_goes_to_the_next_in_line(staff_client, instance):
    gone = EnrolmentFactory(course_instance=instance)
    EnrolmentFactory(course_instance=instance)
    next_in_line = EnrolmentFactory(course_instance=instance, waiting=True)
    address = desk(instance, f"{gone.pk}/cancel/")

    assert str(gone.participant) in staff_client.get(address).content.decode()
    staff_client.post(address, {"ended": "person"})

    gone.refresh_from_db()
    next_in_line.refresh_from_db()
    assert (gone.status, gone.ended, next_in_line.status) == ("cancelled", "person", "offered")
    assert sorted(Letter.objects.values_list("kind", "recipient")) == [
        ("enrolment-cancelled", gone.participant.email),
        ("enrolment-offered", next_in_line.participant.email),
    ]


@pytest.mark.parametrize("verb", ["cancel", "complete"])
def test_a_page_that_is_too_late_says_so(staff_client, instance, verb):
    enrolment = EnrolmentFactory(course_instance=instance, cancelled=True)

    opened = staff_client.get(desk(instance, f"{enrolment.pk}/{verb}/"))
    sent = staff_client.post(desk(instance, f"{enrolment.pk}/{verb}/"), {"ended": "person"})

    assert (opened.status_code, sent.status_code) == (302, 302)
    assert sentences(sent)[-1].startswith("Nothing was changed: ")
    assert Letter.objects.count() == 0


def test_a_course_is_completed_and_its_paper_tells_the_facts(staff_client, instance):
    enrolment = EnrolmentFactory(
        course_instance=instance, participant__given_name="Ірина", participant__family_name="Шевченко"
    )
    first, second, *_others = instance.sessions.order_by("starts_at")
    for lesson, is_present in ((first, True), (second, False)):
        Attendance.objects.create(session=lesson, enrolment=enrolment, is_present=is_present, marked_at=NOON)

    with time_machine.travel("2027-02-11 12:00+01:00"):
        staff_client.post(desk(instance, f"{enrolment.pk}/complete/"), {"level_reached": "A1", "found_helpful": "yes"})
        response = staff_client.get(desk(instance, f"{enrolment.pk}/certificate.pdf"))

    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.level_reached, enrolment.found_helpful) == ("completed", "A1", True)
    assert response["Content-Disposition"] == f'attachment; filename="certificate-{enrolment.reference}.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    text = words(response.content)
    assert "Ірина Шевченко" in text
    assert "8 × 45 min" in text
    assert "1 z 4" in text
    assert ("export", "enrolments.Enrolment", str(enrolment.pk), 1) in records()


def test_there_is_no_certificate_before_the_end(staff_client, instance):
    enrolment = EnrolmentFactory(course_instance=instance)

    response = staff_client.get(desk(instance, f"{enrolment.pk}/certificate.pdf"))

    assert sentences(response) == ["A certificate is for who has completed a course."]
    assert records() == []


# --- Lessons ----------------------------------------------------------------------------------------------------------


def attendance():
    return sorted(Attendance.objects.values_list("enrolment_id", "is_present", "marked_by__username"))


def test_attendance_is_ticked_and_shows_who_marked_it(staff_client, instance):
    here, away = (EnrolmentFactory(course_instance=instance) for _number in range(2))
    EnrolmentFactory(course_instance=instance, waiting=True)
    address = desk(instance, f"lessons/{instance.sessions.first().pk}/attendance/")

    with time_machine.travel("2027-02-01 18:00+01:00"):
        staff_client.post(address, {"present": [str(here.pk), "999999", "x", "9" * 5000], "save": "Save"})
        page = staff_client.get(address).content.decode()

    assert attendance() == [(here.pk, True, "desk"), (away.pk, False, "desk")]
    assert f'value="{here.pk}" checked' in page
    assert f'value="{away.pk}" checked' not in page
    assert "desk" in page


def test_everybody_was_here_needs_one_button(staff_client, instance):
    both = [EnrolmentFactory(course_instance=instance) for _number in range(2)]
    address = desk(instance, f"lessons/{instance.sessions.first().pk}/attendance/")

    with time_machine.travel("2027-02-01 18:00+01:00"):
        staff_client.post(address, {"save": "Save"})
        response = staff_client.post(address, {"everybody": "Everybody was here"})

    assert attendance() == [(enrolment.pk, True, "desk") for enrolment in both]
    assert sentences(response)[-1] == "Saved: 2 of 2 were there."


def test_nobody_is_marked_at_a_lesson_to_come_or_a_cancelled_one(staff_client, instance):
    EnrolmentFactory(course_instance=instance)
    to_come, off = instance.sessions.all()[:2]
    Session.objects.filter(pk=off.pk).update(cancelled_at=NOON)

    answers = [
        sentences(staff_client.post(desk(instance, f"lessons/{lesson.pk}/attendance/"), {"everybody": "x"}))[-1]
        for lesson in (to_come, off)
    ]

    assert answers == [
        "This lesson is still to come. Mark who was there on its day.",
        "This lesson was cancelled.",
    ]
    assert attendance() == []


def test_a_cancelled_lesson_is_told_once_to_who_has_a_place(staff_client, instance):
    with_place = EnrolmentFactory(course_instance=instance)
    EnrolmentFactory(course_instance=instance, participant=ParticipantFactory(phone_only=True))
    EnrolmentFactory(course_instance=instance, waiting=True)
    lesson = instance.sessions.first()
    address = desk(instance, f"lessons/{lesson.pk}/cancel/")

    assert staff_client.get(address).status_code == 200
    first = staff_client.post(address)
    second = staff_client.post(address)

    instance.refresh_from_db()
    lesson.refresh_from_db()
    assert (lesson.cancelled_at, instance.revision) == (NOON, 1)
    assert list(Letter.objects.values_list("kind", "recipient")) == [("lesson-cancelled", with_place.participant.email)]
    assert first["Location"] == desk(instance, "call/?to=place")
    assert sentences(second)[-1] == "This lesson was already cancelled."


def test_a_moved_lesson_is_told_with_its_new_time(staff_client, instance):
    EnrolmentFactory(course_instance=instance, participant__language="en")
    lesson = instance.sessions.first()
    address = desk(instance, f"lessons/{lesson.pk}/move/")

    assert 'value="2027-02-01"' in staff_client.get(address).content.decode()
    response = staff_client.post(address, {"day": "2027-02-06", "starts_at": "10:00", "ends_at": "11:30"})

    lesson.refresh_from_db()
    letter = Letter.objects.get()
    assert response["Location"] == desk(instance)
    assert (lesson.is_moved, lesson.planned_on) == (True, date(2027, 2, 1))
    assert lesson.starts_at == datetime(2027, 2, 6, 10, tzinfo=WARSAW)
    assert letter.kind == "course-changed"
    assert "Saturday, 6 February 2027, 10:00" in letter.text.replace("Saturday 6", "Saturday, 6")
    assert "RECURRENCE-ID" in letter.calendar


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        ({"day": "2027-02-06", "starts_at": "12:00", "ends_at": "11:30"}, ["ends_at"]),
        ({"day": "2027-01-02", "starts_at": "10:00", "ends_at": "11:30"}, ["day"]),
        ({"day": "x", "starts_at": "10:00", "ends_at": "11:30"}, ["day"]),
        ({"day": "9999-12-31", "starts_at": "10:00", "ends_at": "11:30"}, ["day"]),
        ({"day": "0001-01-01", "starts_at": "10:00", "ends_at": "11:30"}, ["day"]),
    ],
)
def test_a_lesson_is_not_moved_to_nowhere(staff_client, instance, form, errors):
    EnrolmentFactory(course_instance=instance)
    lesson = instance.sessions.first()

    response = staff_client.post(desk(instance, f"lessons/{lesson.pk}/move/"), form)

    assert list(response.context["form"].errors) == errors
    assert not Session.objects.filter(is_moved=True).exists()


def test_planning_again_keeps_a_lesson_that_was_moved_off_a_closed_day(instance):
    lesson = instance.sessions.first()
    move_session(
        session=lesson,
        starts_at=datetime(2027, 2, 6, 10, tzinfo=WARSAW),
        ends_at=datetime(2027, 2, 6, 11, tzinfo=WARSAW),
        now=NOON,
    )
    ClosureFactory(centre=Centre.objects.get(is_home=True), starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 1))

    plan_sessions(instance=instance, now=NOON)

    assert Session.objects.filter(pk=lesson.pk).exists()


# --- Closed days ------------------------------------------------------------------------------------------------------


def planned_days(instance):
    return [(session.planned_on.day, session.cancelled_at is not None) for session in instance.sessions.all()]


def test_lessons_on_closed_days_go_and_who_signed_up_is_told(instance):
    lonely = CourseInstanceFactory(starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 10))
    plan_sessions(instance=lonely, now=NOON)
    EnrolmentFactory(course_instance=instance)

    closure = ClosureFactory(
        centre=Centre.objects.get(is_home=True), starts_on=date(2027, 2, 2), ends_on=date(2027, 2, 3)
    )
    save_closure(closure=closure, now=NOON)

    assert planned_days(instance) == [(1, False), (3, True), (8, False), (10, False)]
    assert planned_days(lonely) == [(1, False), (8, False), (10, False)]
    assert [letter.kind for letter in Letter.objects.all()] == ["lesson-cancelled"]


def test_a_closed_day_of_another_centre_changes_nothing(instance):
    elsewhere = Centre.objects.filter(is_home=False).first()

    ClosureFactory(centre=elsewhere, starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 10))

    assert [is_off for _day, is_off in planned_days(instance)] == [False] * 4


# --- Files and paper --------------------------------------------------------------------------------------------------


def test_the_group_leaves_as_a_table_without_formulas(staff_client, instance):
    EnrolmentFactory(
        course_instance=instance,
        participant=ParticipantFactory(given_name="=cmd|' /C calc'!A0", family_name="X", phone="+48600123456"),
    )

    as_csv = staff_client.get(desk(instance, "group.csv"))
    as_xlsx = staff_client.get(desk(instance, "group.xlsx"))

    lines = as_csv.content.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("Given name;Family name;Phone;E-mail;")
    assert lines[1].startswith("'=cmd|' /C calc'!A0;X;'+48 600 123 456;person")
    assert load_workbook(BytesIO(as_xlsx.content)).active["A2"].value == "'=cmd|' /C calc'!A0"
    for response, kind in ((as_csv, "csv"), (as_xlsx, "xlsx")):
        assert response["Content-Disposition"] == f'attachment; filename="courseinstance-{instance.pk}.{kind}"'
        assert response["Cache-Control"] == "private, no-store"
    assert records() == [("export", "enrolments.Enrolment", f"courseinstance {instance.pk}", 1)] * 2


def test_a_list_to_sign_has_a_column_for_each_lesson(staff_client, instance):
    EnrolmentFactory(course_instance=instance)
    EnrolmentFactory(course_instance=instance, waiting=True, participant__family_name="Czeka")
    Session.objects.filter(planned_on=date(2027, 2, 3)).update(cancelled_at=NOON)

    response = staff_client.get(desk(instance, "print/"))

    assert [[lesson.planned_on.day for lesson in sheet] for sheet in response.context["sheets"]] == [[1, 8, 10]]
    assert "Czeka" not in response.content.decode()
    assert [record[0] for record in records()] == ["list"]


# --- Letters ----------------------------------------------------------------------------------------------------------


def test_a_message_is_seen_before_it_leaves_and_leaves_once(staff_client, instance):
    ukrainian = EnrolmentFactory(course_instance=instance)
    EnrolmentFactory(course_instance=instance, participant=ParticipantFactory(phone_only=True, language="ka"))
    EnrolmentFactory(course_instance=instance, waiting=True)
    address = desk(instance, "message/")
    form = {"to": "place", "text_pl": "Zajęcia są w sali 2.", "text_uk": "Заняття в залі 2.", "text_ka": ""}

    opened = staff_client.get(address)
    preview = staff_client.post(address, form)
    before = Letter.objects.count()
    sent = staff_client.post(address, form | {"confirmed": preview.context["once"]})
    again = staff_client.post(address, form | {"confirmed": preview.context["once"]})

    assert [field.name for field in opened.context["form"].visible_fields()] == ["to", "text_pl", "text_uk", "text_ka"]
    assert (preview.context["letters"], before) == (1, 0)
    assert [member.person.language for member in preview.context["called"]] == ["ka"]
    letter = Letter.objects.get()
    assert (letter.kind, letter.recipient, letter.language) == ("message", ukrainian.participant.email, "uk")
    assert "Заняття в залі 2." in letter.text
    assert ukrainian.participant.family_name not in letter.subject
    assert sent["Location"] == desk(instance, "call/?to=place")
    assert again["Location"] == sent["Location"]
    call = staff_client.get(sent["Location"]).content.decode()
    assert 'href="tel:+48600123456"' in call
    assert "Tell them what the letter says." in call


def test_only_those_a_letter_was_for_are_called(staff_client, instance):
    EnrolmentFactory(course_instance=instance)
    EnrolmentFactory(course_instance=instance, waiting=True, participant=ParticipantFactory(phone_only=True))
    form = {"to": "place", "text_pl": "Zapraszamy."}

    preview = staff_client.post(desk(instance, "message/"), form)
    sent = staff_client.post(desk(instance, "message/"), form | {"confirmed": preview.context["once"]})

    assert sent["Location"] == desk(instance)


def test_a_message_that_is_changed_is_seen_once_more(staff_client, instance):
    EnrolmentFactory(course_instance=instance)
    form = {"to": "place", "text_pl": "Zapraszamy."}
    once = staff_client.post(desk(instance, "message/"), form).context["once"]

    page = staff_client.post(desk(instance, "message/"), form | {"confirmed": once, "change": "x"}).content.decode()

    assert "Zapraszamy." in page
    assert 'name="confirmed"' not in page
    assert Letter.objects.count() == 0


def test_a_message_needs_polish_words(staff_client, instance):
    EnrolmentFactory(course_instance=instance)

    response = staff_client.post(desk(instance, "message/"), {"to": "all", "text_pl": " ", "text_uk": "Так"})

    assert list(response.context["form"].errors) == ["text_pl"]


def test_a_cancelled_course_is_told_to_all_in_their_language(staff_client, instance):
    EnrolmentFactory(course_instance=instance)
    EnrolmentFactory(course_instance=instance, waiting=True, participant=ParticipantFactory(phone_only=True))
    address = desk(instance, "cancel/")

    assert staff_client.get(address).status_code == 200
    response = staff_client.post(address, {"text_pl": "Prowadząca jest chora.", "text_uk": "Викладачка хвора."})
    late = staff_client.post(address, {"text_pl": "Drugi raz."})

    letter = Letter.objects.get()
    assert (letter.kind, "Викладачка хвора." in letter.text) == ("course-cancelled", True)
    assert set(Enrolment.objects.values_list("status", "ended")) == {("cancelled", "centre")}
    assert response["Location"] == desk(instance, "call/")
    assert [str(m.what_to_say) for m in staff_client.get(desk(instance, "call/")).context["group"].to_call] == [
        "It has been cancelled."
    ]
    assert sentences(late)[-1] == "Nothing was changed: it was already cancelled."


def test_an_event_is_cancelled_too(staff_client):
    event = EventFactory(is_joinable=True)
    EnrolmentFactory(event=event)

    staff_client.post(desk(event, "cancel/"), {})

    event.refresh_from_db()
    assert event.cancelled_at == NOON
    assert [letter.kind for letter in Letter.objects.all()] == ["course-cancelled"]


# --- Dates that change ------------------------------------------------------------------------------------------------


def test_new_dates_plan_the_lessons_and_tell_everybody(staff_client, instance):
    EnrolmentFactory(course_instance=instance)
    address = f"/admin/courses/courseinstance/{instance.pk}/change/"
    form = posted(staff_client.get(address), ends_on="2027-02-03", tells_everybody="on")

    response = staff_client.post(address, form)

    assert response.status_code == 302, response.context["errors"]
    assert desk(instance, "call/?to=all") in sentences(response)[0]
    assert planned_days(instance) == [(1, False), (3, False)]
    assert [letter.kind for letter in Letter.objects.all()] == ["course-changed"]


@pytest.mark.parametrize("change", [{"ends_on": "2027-02-03"}, {"capacity": "9", "tells_everybody": "on"}])
def test_nobody_is_told_without_the_box_or_without_news(staff_client, instance, change):
    EnrolmentFactory(course_instance=instance)
    address = f"/admin/courses/courseinstance/{instance.pk}/change/"
    form = posted(staff_client.get(address))
    form.pop("tells_everybody")

    assert staff_client.post(address, form | change).status_code == 302

    assert Letter.objects.count() == 0


def test_saving_loses_nothing_that_happened_meanwhile(staff_client, instance):
    address = f"/admin/courses/courseinstance/{instance.pk}/change/"
    form = posted(staff_client.get(address), capacity="9")
    enrolment = EnrolmentFactory(course_instance=instance)
    CourseInstance.objects.filter(pk=instance.pk).update(revision=7)

    staff_client.post(address, form)

    instance.refresh_from_db()
    assert (instance.capacity, instance.revision) == (9, 7)
    assert list(instance.enrolments.all()) == [enrolment]


def test_a_new_course_run_has_its_lessons_at_once(staff_client):
    from courses.models import Course

    form = {
        "course": Course.objects.first().pk,
        "starts_on": "2027-02-01",
        "ends_on": "2027-02-10",
        "weekdays": ["1", "3"],
        "starts_at": "17:00",
        "ends_at": "18:30",
        "place": "sala 1",
        "capacity": "10",
        "languages_of_instruction": ["pl"],
        "status": "published",
    }
    form |= {f"{name}_{part}": "" for name in ("publish_at", "expires_at") for part in (0, 1)}

    staff_client.post("/admin/courses/courseinstance/add/", form)

    assert planned_days(CourseInstance.objects.get()) == [(1, False), (3, False), (8, False), (10, False)]


def test_an_event_that_moves_is_told(staff_client):
    event = EventFactory(is_joinable=True)
    EnrolmentFactory(event=event)
    address = f"/admin/events/event/{event.pk}/change/"

    response = staff_client.post(address, posted(staff_client.get(address), place="sala 7", capacity="30"))

    event.refresh_from_db()
    assert response.status_code == 302, response.context["errors"]
    assert (event.place, event.capacity, event.revision) == ("sala 7", 30, 1)
    assert [letter.kind for letter in Letter.objects.all()] == ["course-changed"]


def test_more_places_reach_the_line(staff_client, instance):
    for _number in range(2):
        EnrolmentFactory(course_instance=instance)
    waiting = EnrolmentFactory(course_instance=instance, waiting=True)
    address = f"/admin/courses/courseinstance/{instance.pk}/change/"

    staff_client.post(address, posted(staff_client.get(address), capacity="3"))
    fill_all_places(now=NOON)

    waiting.refresh_from_db()
    assert waiting.status == "offered"


# --- One person -------------------------------------------------------------------------------------------------------


def test_staff_complete_what_is_known_of_a_person(staff_client):
    person = ParticipantFactory()
    address = f"/admin/enrolments/participant/{person.pk}/change/"

    response = staff_client.post(
        address, posted(staff_client.get(address), nationality="UA", sex="female", birth_year="1990", given_name="Ola")
    )

    person.refresh_from_db()
    assert response.status_code == 302, response.context["errors"]
    assert (person.nationality, person.sex, person.birth_year) == ("UA", "female", 1990)
    assert person.name_key.split()[-1] == "ola"
    assert ("view", "enrolments.Participant", str(person.pk), 1) in records()


def test_the_name_of_a_person_is_in_no_title_and_no_log(staff_client):
    person = ParticipantFactory(family_name="Nazwiskowa")
    address = f"/admin/enrolments/participant/{person.pk}/change/"

    opened = staff_client.get(address)
    staff_client.post(address, posted(opened, sex="female"))

    title = opened.content.decode().split("<title>")[1].split("</title>")[0]
    assert "Nazwiskowa" not in title
    assert "Nazwiskowa" not in LogEntry.objects.get().object_repr
    assert staff_client.get(f"/admin/enrolments/participant/{person.pk}/delete/").status_code == 403


def test_nationalities_are_named_in_the_language_of_the_desk(staff_client):
    person = ParticipantFactory()

    page = staff_client.get(f"/admin/enrolments/participant/{person.pk}/change/").content.decode()

    assert '<option value="UA">Ukraine</option>' in page
    assert 'value="EU"' not in page


def test_people_are_searched_without_their_name_in_an_address(staff_client):
    found, _other = ParticipantFactory(family_name="Szukana"), ParticipantFactory()
    address = "/admin/enrolments/participant/"

    response = staff_client.post(address, {"private_search": "szukana"})
    shown = staff_client.get(response["Location"])

    assert response["Location"] == address
    assert list(shown.context["cl"].result_list) == [found]
    staff_client.post(address, {"private_search": ""})
    assert staff_client.get(address).context["cl"].result_count == 2


def test_a_search_is_forgotten_after_the_working_day(staff_client):
    found, other = ParticipantFactory(family_name="Szukana"), ParticipantFactory()
    people, wishes = "/admin/enrolments/participant/", "/admin/enrolments/enrolment/"
    staff_client.post(people, {"private_search": "szukana"})

    with time_machine.travel(NOON + timedelta(hours=11), tick=False):
        staff_client.post(wishes, {"private_search": "inna"})  # a session that is used
        assert list(staff_client.get(people).context["cl"].result_list) == [found]
    with time_machine.travel(NOON + timedelta(hours=13), tick=False):
        assert set(staff_client.get(people).context["cl"].result_list) == {found, other}

    assert "szukana" not in str(dict(staff_client.session))


def test_a_search_with_a_null_byte_leaves_the_list_open(staff_client):
    person = ParticipantFactory(family_name="Szukana")
    address = "/admin/enrolments/participant/"

    staff_client.post(address, {"private_search": "szu\x00kana"})
    shown = staff_client.get(address)

    assert list(shown.context["cl"].result_list) == [person]


def test_the_history_of_a_person_names_them_in_no_title_and_is_noted(staff_client):
    person = ParticipantFactory(family_name="Nazwiskowa")

    page = staff_client.get(f"/admin/enrolments/participant/{person.pk}/history/").content.decode()

    assert "Nazwiskowa" not in page.split("<title>")[1].split("</title>")[0]
    assert f"participant {person.pk}" in page.split("<title>")[1].split("</title>")[0]
    assert records() == [("view", "enrolments.Participant", str(person.pk), 1)]


def test_the_note_of_an_enrolment_leaves_its_place_alone(staff_client, instance):
    enrolment = EnrolmentFactory(course_instance=instance, offered=True)
    address = f"/admin/enrolments/enrolment/{enrolment.pk}/change/"
    form = posted(staff_client.get(address), note="oddzwonić")
    assert set(form) == {"note"}

    staff_client.post(address, form)

    enrolment.refresh_from_db()
    assert (enrolment.note, enrolment.status) == ("oddzwonić", "offered")


@pytest.mark.parametrize("items", [1, 3])
def test_lists_of_people_cost_the_same_for_one_and_three(staff_client, django_assert_num_queries, items):
    for _number in range(items):
        EnrolmentFactory()

    for name, queries in (("participant", 7), ("enrolment", 8)):
        with django_assert_num_queries(queries):
            assert staff_client.get(f"/admin/enrolments/{name}/").status_code == 200
    assert Participant.objects.count() == items


def test_the_list_of_calls_gets_shorter_with_each_call(staff_client, instance):
    person = ParticipantFactory(phone_only=True)
    enrolment = EnrolmentFactory(course_instance=instance, participant=person, call_about="changed")
    assert "Something has changed" in staff_client.get(desk(instance, "call/")).content.decode()

    staff_client.post(desk(instance, f"{enrolment.pk}/called/"))

    assert "Nobody." in staff_client.get(desk(instance, "call/")).content.decode()


def test_a_latecomer_is_let_in_by_staff_alone(staff_client, instance):
    CourseInstance.objects.filter(pk=instance.pk).update(enrolment_closes_at=NOON - timedelta(days=1))

    response = staff_client.post(desk(instance, "add/"), PERSON)

    assert sentences(response)[0].startswith("Signed up. The person has a place.")


def test_a_closure_says_how_many_people_it_told_of_their_lessons(staff_client, instance, monkeypatch):
    # In a test nothing is committed before the answer is out; here what waits for that is done at once.
    monkeypatch.setattr(transaction, "on_commit", lambda act, **_options: act())
    EnrolmentFactory(course_instance=instance)
    plan_sessions(instance=instance, now=NOON)
    day = instance.sessions.last().planned_on
    centre = Centre.objects.get(is_home=True)

    closure = {"centre": centre.pk, "starts_on": day, "ends_on": day, "reason_pl": "Remont"}
    staff_client.post("/admin/contact/closure/add/", closure)
    page = staff_client.get("/admin/contact/closure/").content.decode()

    assert "Lessons are cancelled on these days. People told or to be called: 1" in page
