"""Which role opens what (SEC-10): every page of the desk, every role, and the answer that each gets, written out."""

import re
from datetime import datetime
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.http import HttpResponse
from django.urls import get_resolver, reverse
from django.utils import translation
from django.utils.html import escape

from cic_portal import views
from cic_portal.accounts.models import User
from cic_portal.accounts.roles import Role
from cic_portal.home.rights import ADMINISTRATOR_ONLY, NOBODY, RIGHTS, grants, matches, synchronise_roles
from cic_portal.letters.models import Letter
from cic_portal.personal_data.models import AccessRecord
from contact.appointments.models import Appointment
from contact.correspondence.desk import colleagues
from courses.enrolments.models import Enrolment, Participant
from services.models import Guide
from tests.admin_forms import posted
from tests.factories import (
    AdviserFactory,
    AnswerTemplateFactory,
    AppointmentFactory,
    ClosureFactory,
    CourseFactory,
    EventFactory,
    GuideFactory,
    MessageFactory,
    SectionFactory,
    staff_member,
)
from tests.home.role_world import NOW, make_letter, make_world
from tests.portal_pages import elements, parsed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]

LIST, INBOX = "/admin/appointments/appointment/", "/admin/correspondence/message/"
DAY, WEEK = f"{LIST}day/", f"{LIST}week/"
FEBRUARY_FIRST = datetime(2027, 2, 1, 9, tzinfo=ZoneInfo("Europe/Warsaw"))
WALK_IN = {"verb": "book", "name": "Ivan", "phone": "600 700 800", "source": "walk_in", "language": "uk"}
QUERIES_OF_ACCOUNTS = 6


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def refusals_without_a_page(monkeypatch):
    """A refusal as it is, less the page around it: drawn hundreds of times, it would be a third of the work."""
    monkeypatch.setattr(views, "_error", lambda request, status, *words: HttpResponse(status=status))


def page_of(response):
    return response.content.decode()


def change_page(thing, code=""):
    page = reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])
    return f"{page}?language={code}" if code else page


# --- The table and the groups ---


def rights_of_registered_models():
    for model in admin.site._registry:
        meta = model._meta
        yield from (f"{meta.app_label}.{verb}_{meta.model_name}" for verb in meta.default_permissions)
        yield from (f"{meta.app_label}.{codename}" for codename, _name in meta.permissions)


def test_no_right_of_a_new_model_is_forgotten():
    """Whoever adds a model decides who works with it, and says so in cic_portal.accounts.roles."""
    working = [role for role in Role if role not in (Role.ADMINISTRATOR, Role.AUDITOR)]
    decided = [*ADMINISTRATOR_ONLY, *NOBODY, *(pattern for role in working for pattern in RIGHTS[role])]

    assert [right for right in rights_of_registered_models() if not matches(right, decided)] == []


def test_no_line_of_the_table_is_a_slip_of_the_pen():
    found = Permission.objects.select_related("content_type")
    rights = [f"{right.content_type.app_label}.{right.codename}" for right in found]
    patterns = [*ADMINISTRATOR_ONLY, *(pattern for patterns in RIGHTS.values() for pattern in patterns)]

    assert [pattern for pattern in patterns if not any(matches(right, [pattern]) for right in rights)] == []


def test_migrating_once_more_takes_back_what_somebody_added_to_a_group():
    editor = Group.objects.get(name=Role.EDITOR)
    before = {group.name: group.permissions.count() for group in Group.objects.all()}
    editor.permissions.add(Permission.objects.get(codename="handle_person"))
    Group.objects.get(name=Role.AUDITOR).permissions.clear()

    call_command("migrate", verbosity=0)

    assert {group.name: group.permissions.count() for group in Group.objects.all()} == before
    assert set(before) == set(Role.values)
    assert not editor.permissions.filter(codename="handle_person").exists()


def test_synchronising_what_is_right_writes_nothing(django_assert_max_num_queries):
    with django_assert_max_num_queries(25) as asked:
        synchronise_roles()

    assert [query["sql"] for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_nobody_may_write_records_of_what_happened():
    assert [(role, right) for role in Role for right in NOBODY if grants(role, right)] == []


def test_roles_combine_and_cost_one_query(django_assert_num_queries):
    made = staff_member(Role.RECEPTION, Role.ADVISER, username="both")
    user = User.objects.get(pk=made.pk)

    with django_assert_num_queries(1):
        assert user.roles == {Role.RECEPTION, Role.ADVISER}
        assert [user.has_role(role) for role in (Role.ADVISER, Role.EDITOR)] == [True, False]
    assert user.has_perms(["appointments.see_all_appointments", "enrolments.add_enrolment"])


@pytest.mark.parametrize(
    ("roles", "languages", "codes"),
    [
        ([Role.TRANSLATOR], ["uk", "ka"], ["ka", "uk"]),
        ([Role.EDITOR], [], ["ar", "az", "be", "en", "es", "ka", "ru", "tr", "uk"]),
        ([Role.ADMINISTRATOR], [], ["ar", "az", "be", "en", "es", "ka", "ru", "tr", "uk"]),
        # Languages without the role, as they stay for a moment when somebody takes the role away elsewhere.
        ([Role.COORDINATOR], ["uk"], []),
        ([Role.AUDITOR, Role.RECEPTION, Role.ADVISER], [], []),
        ([], ["uk"], []),
    ],
)
def test_who_translates_into_what(roles, languages, codes):
    user = staff_member(*roles, languages=languages)

    everything = ["ar", "az", "be", "en", "es", "ka", "pl", "ru", "tr", "uk", "xx", ""]
    assert [code for code in everything if user.may_translate(code)] == codes


def test_who_may_do_everything_translates_everything():
    assert User.objects.create_superuser("root").may_translate("ar")


# --- Every page of every model ---

# Answers to: list, form for a new one, page of one, saving it, deleting it, its history.
ALL = (200, 200, 200, 200, 200, 200)
LOOK = (200, 403, 200, 403, 403, 200)
KEEP = (200, 403, 200, 200, 403, 200)  # changed, but neither added nor deleted
SORT = (200, 403, 200, 403, 200, 200)  # looked at and deleted
NONE = (403, 403, 403, 403, 403, 403)
SAVED = (200, 403, 200, 302, 403, 200)  # like KEEP; an empty form is a complete one here

ROLES = (
    Role.ADMINISTRATOR,
    Role.EDITOR,
    Role.TRANSLATOR,
    Role.COORDINATOR,
    Role.ADVISER,
    Role.RECEPTION,
    Role.AUDITOR,
)
MODELS = {
    # administrator, editor, translator, coordinator, adviser, reception, auditor
    "services.topic": (ALL, ALL, LOOK, NONE, NONE, NONE, LOOK),
    "services.guide": (ALL, ALL, LOOK, NONE, NONE, NONE, LOOK),
    "services.situation": (ALL, ALL, LOOK, NONE, NONE, NONE, LOOK),
    "services.office": (ALL, ALL, LOOK, NONE, NONE, NONE, LOOK),
    "services.term": (ALL, ALL, LOOK, NONE, NONE, NONE, LOOK),
    "services.amount": (ALL, ALL, LOOK, NONE, NONE, NONE, LOOK),
    "services.offer": (ALL, ALL, LOOK, NONE, NONE, NONE, LOOK),
    "pages.page": (KEEP, KEEP, LOOK, NONE, NONE, NONE, LOOK),
    "pages.accessibilitydeclaration": (KEEP, KEEP, LOOK, NONE, NONE, NONE, LOOK),
    "contact.centre": (ALL, ALL, LOOK, NONE, NONE, NONE, LOOK),
    "contact.closure": (ALL, ALL, LOOK, NONE, NONE, LOOK, LOOK),
    "contact.extraopening": (ALL, ALL, LOOK, NONE, NONE, LOOK, LOOK),
    "correspondence.answertemplate": (ALL, ALL, LOOK, NONE, NONE, NONE, LOOK),
    "pictures.picture": (ALL, ALL, LOOK, NONE, NONE, NONE, LOOK),
    "links.link": (SAVED, SAVED, NONE, NONE, NONE, NONE, LOOK),
    "feedback.rating": (SORT, SORT, NONE, NONE, NONE, NONE, LOOK),
    "feedback.translationwish": (SORT, SORT, NONE, NONE, NONE, NONE, LOOK),
    "courses.course": (ALL, ALL, LOOK, ALL, NONE, NONE, LOOK),
    "courses.courseinstance": (ALL, NONE, NONE, ALL, NONE, LOOK, LOOK),
    "events.event": (ALL, ALL, LOOK, ALL, NONE, LOOK, LOOK),
    "enrolments.enrolment": (SAVED, NONE, NONE, SAVED, NONE, SAVED, LOOK),
    "enrolments.participant": (KEEP, NONE, NONE, KEEP, NONE, KEEP, LOOK),
    "demand.interest": (SORT, NONE, NONE, SORT, NONE, NONE, LOOK),
    "letters.letter": (SORT, NONE, NONE, LOOK, NONE, NONE, LOOK),
    "appointments.adviser": (ALL, NONE, NONE, NONE, LOOK, LOOK, LOOK),
    "appointments.appointment": (KEEP, NONE, NONE, NONE, KEEP, KEEP, LOOK),
    "correspondence.message": ((200, 403, 200, 302, 200, 200), NONE, NONE, NONE, SAVED, SAVED, LOOK),
    "personal_data.accessrecord": (LOOK, NONE, NONE, NONE, NONE, NONE, LOOK),
    "accounts.auditrecord": (LOOK, NONE, NONE, NONE, NONE, NONE, LOOK),
    "accounts.user": (ALL, NONE, NONE, NONE, NONE, NONE, LOOK),
}


def answers_about(client, label, key):
    base = f"admin:{label.replace('.', '_')}"
    one = [reverse(f"{base}_{page}", args=[key]) for page in ("change", "delete", "history")]
    return (
        client.get(reverse(f"{base}_changelist")).status_code,
        client.get(reverse(f"{base}_add")).status_code,
        client.get(one[0]).status_code,
        client.post(one[0], {}).status_code,
        client.get(one[1]).status_code,
        client.get(one[2]).status_code,
    )


@pytest.mark.usefixtures("refusals_without_a_page")
@pytest.mark.parametrize("role", ROLES)
def test_pages_of_every_model(client, world, role):
    client.force_login(world.people[role])

    answers = {label: answers_about(client, label, world.key_of(label)) for label in MODELS}

    assert answers == {label: row[ROLES.index(role)] for label, row in MODELS.items()}


def test_every_model_of_the_desk_is_in_the_table():
    assert {model._meta.label_lower for model in admin.site._registry} == set(MODELS)


# --- Every other page and verb ---

# Answers in the order of ROLES: administrator, editor, translator, coordinator, adviser, reception, auditor.
EVERYBODY = "200 200 200 200 200 200 200"
NOBODY_HERE = "403 403 403 403 403 403 403"
LEADS_ON = "302 302 302 302 302 302 302"
GROUPS = "200 403 403 200 403 200 200"
COUNTER = "200 403 403 200 403 200 403"
COURSES = "200 403 403 200 403 403 403"
COUNTED = "200 403 403 200 403 403 200"
CALENDAR = "200 403 403 403 200 200 200"
READERS = "200 200 200 403 403 403 200"
WRITERS = "200 200 200 403 403 403 403"
COUNTER_DONE = "302 403 403 302 403 302 403"
COURSES_DONE = "302 403 403 302 403 403 403"
OWN_LANGUAGE_DONE = "302 302 302 403 403 403 403"
OTHER_LANGUAGE_DONE = "302 302 403 403 403 403 403"
ADMINISTRATOR = "200 403 403 403 403 403 403"
ADMINISTRATOR_DONE = "302 403 403 403 403 403 403"

GUIDE = "label=services.guide pk=services.guide"
GROUP = "courses_courseinstance"
# Name of the page, method, what its address names, what is sent.
PAGES = {
    ("index", "get", "", ""): EVERYBODY,
    ("gallery", "get", "", ""): EVERYBODY,
    ("leaflets", "get", "", ""): EVERYBODY,
    ("leaflets-poster", "get", "", ""): EVERYBODY,
    ("leaflets-cards", "get", "code=uk", ""): EVERYBODY,
    ("account", "get", "", ""): EVERYBODY,
    ("backup-codes", "get", "", ""): EVERYBODY,
    ("remove-second-factor", "get", "", ""): LEADS_ON,
    ("log-out-everywhere", "get", "", ""): EVERYBODY,
    ("kept-form", "get", "", ""): LEADS_ON,
    ("password_change", "get", "", ""): EVERYBODY,
    ("jsi18n", "get", "", ""): EVERYBODY,
    ("deleted", "get", "", ""): EVERYBODY,
    ("languages", "get", "", ""): "200 200 200 200 403 200 200",
    ("mentions", "get", "", ""): EVERYBODY,
    ("readability", "post", "", "text=Tekst"): EVERYBODY,
    (
        "autocomplete",
        "get",
        "",
        "app_label=services&model_name=guide&field_name=topic&term=a",
    ): "200 200 200 403 403 403 200",
    ("app_list", "get", "app_label=services", ""): "200 200 200 404 404 404 200",
    ("app_list", "get", "app_label=appointments", ""): "200 404 404 404 200 200 200",
    ("translations_board", "get", "", ""): "200 200 200 200 403 200 200",
    ("translations_language", "get", "code=uk", ""): "200 200 200 200 403 200 200",
    ("translations_list", "get", "code=uk label=services.guide", ""): READERS,
    ("translations_object", "get", f"code=uk {GUIDE}", ""): READERS,
    ("translations_object", "post", f"code=uk {GUIDE}", ""): OWN_LANGUAGE_DONE,
    ("translations_object", "post", f"code=ru {GUIDE}", ""): OTHER_LANGUAGE_DONE,
    ("translations_exchange", "get", "", ""): WRITERS,
    ("translations_exchange", "post", "", ""): WRITERS,
    ("translations_exchange_file", "get", "", ""): WRITERS,
    ("translations_preview", "get", "pk=0", ""): LEADS_ON,
    ("translations_machine", "post", f"code=uk {GUIDE}", ""): OWN_LANGUAGE_DONE,
    ("translations_machine", "post", f"code=ru {GUIDE}", ""): OTHER_LANGUAGE_DONE,
    ("appointments_appointment_day", "get", "", ""): CALENDAR,
    ("appointments_appointment_week", "get", "", ""): CALENDAR,
    ("appointments_appointment_day", "post", "", "verb=book"): "422 403 403 403 422 422 403",
    ("appointments_appointment_day", "post", "", "verb=called&appointment=appointments.appointment"): (
        "302 403 403 403 302 302 403"
    ),
    (f"{GROUP}_group", "get", f"pk={GROUP}", ""): GROUPS,
    (f"{GROUP}_call", "get", f"pk={GROUP}", ""): GROUPS,
    (f"{GROUP}_print", "get", f"pk={GROUP}", ""): GROUPS,
    (f"{GROUP}_file", "get", f"pk={GROUP} kind=csv", ""): COURSES,
    (f"{GROUP}_file", "get", f"pk={GROUP} kind=xlsx", ""): COURSES,
    (f"{GROUP}_add-person", "get", f"pk={GROUP}", ""): COUNTER,
    (f"{GROUP}_add-person", "post", f"pk={GROUP}", ""): COUNTER,
    (f"{GROUP}_message", "get", f"pk={GROUP}", ""): COURSES,
    (f"{GROUP}_message", "post", f"pk={GROUP}", ""): COURSES,
    (f"{GROUP}_confirm-offer", "post", f"pk={GROUP} enrolment=guest", ""): COUNTER_DONE,
    (f"{GROUP}_called", "post", f"pk={GROUP} enrolment=guest", ""): COUNTER_DONE,
    (f"{GROUP}_cancel-enrolment", "get", f"pk={GROUP} enrolment=guest", ""): COUNTER,
    (f"{GROUP}_cancel-enrolment", "post", f"pk={GROUP} enrolment=guest", ""): COUNTER,
    (f"{GROUP}_complete", "get", f"pk={GROUP} enrolment=guest", ""): COURSES,
    (f"{GROUP}_complete", "post", f"pk={GROUP} enrolment=guest", "found_helpful=perhaps"): COURSES,
    # Nobody has completed the course, so the certificate leads back with a sentence.
    (f"{GROUP}_certificate", "get", f"pk={GROUP} enrolment=guest", ""): COURSES_DONE,
    (f"{GROUP}_attendance", "get", f"pk={GROUP} lesson=lesson", ""): COURSES,
    (f"{GROUP}_attendance", "post", f"pk={GROUP} lesson=lesson", ""): COURSES_DONE,
    (f"{GROUP}_cancel-lesson", "get", f"pk={GROUP} lesson=lesson", ""): COURSES,
    # Somebody has marked who was there, so this lesson cannot be moved.
    (f"{GROUP}_move-lesson", "get", f"pk={GROUP} lesson=lesson", ""): COURSES_DONE,
    (f"{GROUP}_move-lesson", "post", f"pk={GROUP} lesson=lesson", ""): COURSES_DONE,
    (f"{GROUP}_cancel-lesson", "post", f"pk={GROUP} lesson=lesson", ""): COURSES_DONE,
    (f"{GROUP}_cancel", "get", f"pk={GROUP}", ""): COURSES,
    (f"{GROUP}_cancel", "post", f"pk={GROUP}", ""): COURSES_DONE,
    ("enrolments_enrolment_report", "get", "", ""): COUNTED,
    ("enrolments_enrolment_report-file", "get", "kind=csv", ""): COUNTED,
    ("demand_interest_table", "get", "", ""): COUNTED,
    ("demand_interest_start", "get", "", "offer=polish&level=A1&time=evening&language=ka"): COURSES,
    # Which people is written in the address; without one there is nobody to invite.
    ("demand_interest_start", "post", "", ""): "404 403 403 404 403 403 403",
    ("demand_interest_invited", "get", f"pk={GROUP}", "at=2027-01-11T08:00:00Z"): COUNTED,
    ("personal_data_accessrecord_person", "get", "", ""): ADMINISTRATOR,
    ("personal_data_accessrecord_person", "post", "", "contact=olena@example.org&export=1"): ADMINISTRATOR,
    ("personal_data_accessrecord_person", "post", "", "contact=olena@example.org&erase_for_sure=1"): ADMINISTRATOR_DONE,
    ("accounts_user_invite_again", "post", "pk=accounts.user", ""): ADMINISTRATOR_DONE,
    ("accounts_user_withdraw", "post", "pk=accounts.user", ""): ADMINISTRATOR_DONE,
    ("accounts_user_password_link", "post", "pk=accounts.user", ""): ADMINISTRATOR_DONE,
    ("accounts_user_reset_factor", "post", "pk=accounts.user", ""): ADMINISTRATOR_DONE,
}
# An event has the same pages, made of the same views, but for lessons and certificates.
PAGES |= {
    (name.replace(GROUP, "events_event"), method, address.replace(GROUP, "events_event"), sent): answers
    for (name, method, address, sent), answers in PAGES.items()
    if name.startswith(GROUP) and not re.search("lesson|certificate|attendance", name)
}
# Who is not in yet needs them, or they show what their address names and no more.
OPEN = {
    "login",
    "logout",
    "second-factor",
    "second-factor-set-up",
    "password-link",
    "password-link-sent",
    "new-password",
    "invitation",
    "invitation-password",
    "password_change_done",
    "view_on_site",
}


def known(value, world, event=False):
    """What stands for `value` in an address: the key of a thing of that name, or the value itself."""
    label = value.replace("_", ".")
    thing = "event guest" if event and value == "guest" else label
    return world.key_of(thing) if thing in world.things else value


def answer(client, world, name, method, address, sent):
    is_event = name.startswith("events")
    kwargs = dict(part.split("=") for part in address.split())
    url = reverse(
        f"admin:{name}",
        kwargs={key: value if key == "label" else known(value, world, is_event) for key, value in kwargs.items()},
    )
    data = {key: known(value, world) for key, value in parse_qsl(sent)}
    return str(getattr(client, method)(url, data).status_code)


@pytest.mark.usefixtures("refusals_without_a_page")
@pytest.mark.parametrize("role", ROLES)
def test_every_other_page_and_verb(client, world, role):
    client.force_login(world.people[role])

    answers = {page: answer(client, world, *page) for page in PAGES}

    assert answers == {page: row.split()[ROLES.index(role)] for page, row in PAGES.items()}


def names_of_pages(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names_of_pages(pattern.url_patterns)
        else:
            yield pattern.name


def test_no_page_of_the_desk_is_forgotten():
    of_models = {
        f"{label.replace('.', '_')}_{page}"
        for label in MODELS
        # The last three are of what has versions; tests/editing tries who may open them.
        for page in ("changelist", "add", "change", "delete", "history", "version", "restore", "heartbeat")
    }
    desk = next(resolver for resolver in get_resolver().url_patterns if str(resolver.pattern) == "admin/")

    # Django's two without a name lead to the page of one object, and to the address with its last slash.
    assert set(names_of_pages(desk.url_patterns)) - of_models - OPEN - {name for name, *_rest in PAGES} == {None}


# --- Who sees what of whose ---


def test_an_adviser_works_with_their_own_calendar_alone(client, world):
    mine = world.things["appointments.appointment"]
    offer = mine.offer
    colleague = AdviserFactory(desk_name="Kolega", offers=[offer], on=[1])
    theirs = AppointmentFactory(adviser=colleague, offer=offer, name="Nino", starts_at=FEBRUARY_FIRST, only_phone=True)
    Appointment.objects.filter(pk=theirs.pk).update(must_be_called=True)
    client.force_login(world.people[Role.ADVISER])
    pages = [reverse(f"admin:appointments_appointment_{page}", args=[theirs.pk]) for page in ("change", "history")]

    lists = [page_of(client.get(address)) for address in (LIST, f"{DAY}?on=2027-02-01", f"{WEEK}?on=2027-02-01")]
    asked_for = page_of(client.get(f"{DAY}?on=2027-02-01&adviser={colleague.pk}&moving={theirs.pk}"))
    answers = [client.get(address).status_code for address in pages]
    answers += [client.post(pages[0], {"name": "Ktoś"}).status_code]
    for verb in ("attended", "no_show", "cancel", "called", "move"):
        sent = {"verb": verb, "appointment": theirs.pk, "slot": f"{mine.adviser_id}-2027-02-01T09:30"}
        answers += [client.post(DAY, sent).status_code]
    foreign_time = f"{colleague.pk}-2027-02-01T09:30"
    answers += [client.post(DAY, {**WALK_IN, "slot": foreign_time}).status_code]
    answers += [client.post(DAY, {"verb": "move", "appointment": mine.pk, "slot": foreign_time}).status_code]
    client.post(LIST, {"action": "called", "_selected_action": [theirs.pk]})

    assert [("Olena" in page, "Nino" in page, "123 456" in page) for page in lists] == [(True, False, False)] * 3
    assert ("Nino" in asked_for, "Kolega" in asked_for) == (False, False)
    assert answers == [404, 404, 404, *[404] * 5, 403, 403]
    assert list(Appointment.objects.filter(adviser=colleague).values_list("name", "status", "must_be_called")) == [
        ("Nino", "booked", True)
    ]
    mine.refresh_from_db()
    assert mine.adviser.user == world.people[Role.ADVISER]


def test_an_adviser_marks_moves_and_books_in_their_own(client, world):
    mine = world.things["appointments.appointment"]
    client.force_login(world.people[Role.ADVISER])

    client.post(DAY, {**WALK_IN, "slot": f"{mine.adviser_id}-2027-02-01T09:30"})
    client.post(DAY, {"verb": "move", "appointment": mine.pk, "slot": f"{mine.adviser_id}-2027-02-01T10:15"})
    client.post(DAY, {"verb": "attended", "appointment": mine.pk})

    found = Appointment.objects.order_by("starts_at").values_list("name", "starts_at__hour", "status")
    assert list(found) == [("Ivan", 10, "booked"), ("Olena", 11, "attended")]


def test_an_adviser_sees_their_own_row_and_no_colleagues(client, world):
    colleague = AdviserFactory(desk_name="Kolega")
    client.force_login(world.people[Role.ADVISER])

    page = page_of(client.get(reverse("admin:appointments_adviser_changelist")))
    answer = client.get(reverse("admin:appointments_adviser_change", args=[colleague.pk]))

    assert (world.things["appointments.adviser"].desk_name in page, "Kolega" in page) == (True, False)
    assert answer.status_code == 404


def inbox_of(client):
    return set(client.get(INBOX).context["cl"].queryset.values_list("text", flat=True))


def test_a_message_is_everybodys_until_somebody_takes_it(client, world):
    adviser, colleague = world.people[Role.ADVISER], staff_member(Role.ADVISER, username="colleague")
    mine, theirs = (MessageFactory(assigned_to=user, text=user.username) for user in (adviser, colleague))
    nobodys = MessageFactory(text="nobody")
    client.force_login(adviser)

    seen = inbox_of(client)
    taken = client.post(change_page(nobodys), {"verb": "start", "revision": 0})
    answers = [client.get(change_page(message)).status_code for message in (mine, nobodys, theirs)]

    assert seen == {"adviser", "nobody", world.things["correspondence.message"].text}
    assert taken.status_code == 302
    assert answers == [200, 200, 404]
    client.force_login(colleague)
    assert client.get(change_page(nobodys)).status_code == 404
    client.force_login(world.people[Role.RECEPTION])
    assert {"adviser", "nobody", "colleague"} <= inbox_of(client)


@pytest.mark.parametrize(
    "sent",
    [
        {"verb": "answer", "language": "uk", "text": "Moja odpowiedź"},
        {"verb": "note", "text": "Moja odpowiedź"},
    ],
)
def test_words_for_a_message_that_a_colleague_took_meanwhile_are_shown_once_more(client, world, sent):
    message = MessageFactory(name="Nino", assigned_to=staff_member(Role.ADVISER, username="colleague"))
    client.force_login(world.people[Role.ADVISER])

    response = client.post(change_page(message), {**sent, "revision": 0})

    assert response.status_code == 404
    assert ("Moja odpowiedź" in page_of(response), "Nino" in page_of(response)) == (True, False)
    assert (message.notes.count(), message.replies.count()) == (0, 0)


def test_who_hands_a_message_on_comes_back_to_the_inbox(client, world):
    colleague = staff_member(Role.ADVISER, username="colleague")
    message = MessageFactory(assigned_to=world.people[Role.ADVISER])
    client.force_login(world.people[Role.ADVISER])

    response = client.post(change_page(message), {"verb": "assign", "to": colleague.pk, "revision": 0})

    assert (response.status_code, response["Location"]) == (302, INBOX)
    message.refresh_from_db()
    assert message.assigned_to == colleague


def test_messages_are_handed_to_who_may_answer_them(world):
    assert {user.username for user in colleagues()} == {"administrator", "adviser", "reception"}


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (
            Role.ADMINISTRATOR,
            {"course-changed", "appointment-booked", "message-answer", "invitation", "staff-password"},
        ),
        (Role.AUDITOR, {"course-changed", "appointment-booked", "message-answer", "invitation", "staff-password"}),
        (Role.COORDINATOR, {"course-changed", "invitation"}),
    ],
)
def test_letters_are_seen_by_whose_work_they_are_about(client, world, role, kinds):
    letters = [make_letter(kind) for kind in ("appointment-booked", "message-answer", "invitation", "staff-password")]
    client.force_login(world.people[role])

    listed = client.get(reverse("admin:letters_letter_changelist")).context["cl"].queryset
    answers = {
        letter.kind: client.get(reverse("admin:letters_letter_change", args=[letter.pk])).status_code
        for letter in letters
    }

    assert set(listed.values_list("kind", flat=True)) == kinds
    assert {kind for kind, answer in answers.items() if answer == 200} == kinds - {"course-changed"}
    assert set(answers.values()) <= {200, 404}


def test_a_letter_out_of_sight_is_not_sent_again(client, world):
    mine, foreign = world.things["letters.letter"], make_letter("message-answer")
    Letter.objects.update(state="failed")
    client.force_login(world.people[Role.COORDINATOR])

    client.post(
        reverse("admin:letters_letter_changelist"),
        {"action": "send_again", "_selected_action": [mine.pk, foreign.pk]},
    )

    assert dict(Letter.objects.values_list("kind", "state")) == {"course-changed": "queued", "message-answer": "failed"}


# --- Languages ---


@pytest.mark.parametrize("make", [GuideFactory, EventFactory, ClosureFactory, AnswerTemplateFactory, CourseFactory])
def test_a_translator_saves_their_languages_and_no_other(client, make):
    thing = make(untranslated=True)
    word = type(thing).translated_fields()[0]
    polish = getattr(thing, f"{word}_pl")
    client.force_login(staff_member(Role.TRANSLATOR, languages=["uk", "ka"]))

    form = posted(client.get(change_page(thing, "uk")), **{f"{word}_uk": "Слово"})
    own = client.post(change_page(thing, "uk"), form)
    others = [client.post(change_page(thing, code), {**form, f"{word}_{code}": "Чуже"}) for code in ("ru", "pl", "xx")]
    polish_page = client.post(change_page(thing), {**form, f"{word}_pl": "Obce"})

    assert own.status_code == 302, own.context["errors"]
    assert [response.status_code for response in (*others, polish_page)] == [403] * 4
    assert all("You may not save texts in this language" in page_of(r) for r in (*others, polish_page))
    thing.refresh_from_db()
    assert [getattr(thing, f"{word}_{code}") or "" for code in ("uk", "ru", "pl")] == ["Слово", "", polish]


def test_a_section_that_a_translator_forges_into_their_page_is_not_added(client):
    """Also not by saying that everything was read, which saves parts that nobody changed."""
    guide = GuideFactory()
    section = SectionFactory(guide=guide)
    client.force_login(staff_member(Role.TRANSLATOR, languages=["uk"]))
    forged = {"sections-TOTAL_FORMS": 2, "sections-1-guide": guide.pk, "sections-1-body_uk": "Чуже."}

    form = posted(client.get(change_page(guide, "uk")), confirm_translation="on")
    response = client.post(change_page(guide, "uk"), form | forged)

    assert response.status_code == 302, response.context["errors"]
    assert list(guide.sections.all()) == [section]
    assert client.get(f"/uk/services/{guide.topic.slug}/{guide.slug}/").status_code == 200


@pytest.mark.parametrize("code", ["", "ru"])
def test_what_a_translator_may_not_save_has_no_field_and_no_button(client, code):
    guide = GuideFactory()
    SectionFactory(guide=guide)
    client.force_login(staff_member(Role.TRANSLATOR, languages=["uk"]))

    page = client.get(change_page(guide, code))

    assert page.status_code == 200
    main = elements(parsed(page), "main")[0]
    fields = [field for tag in ("input", "textarea", "select", "button") for field in elements(main, tag)]
    assert [field.get("name") for field in fields if field.get("type") != "hidden"] == []
    assert "Poradnik" in page_of(page)


def columns_of(guide):
    """Without those that only stand for the language of whoever asks."""
    fresh = Guide.objects.get(pk=guide.pk)
    names = [column.attname for column in Guide._meta.concrete_fields]
    return {name: getattr(fresh, name) for name in names if name not in Guide.translated_fields()}


def test_facts_that_a_translator_forges_into_their_page_change_nothing(client):
    guide = GuideFactory(untranslated=True, status="draft")
    section = SectionFactory(guide=guide, untranslated=True)
    client.force_login(staff_member(Role.TRANSLATOR, languages=["uk"]))
    before = columns_of(guide)
    forged = {
        "slug": "inny",
        "status": "published",
        "topic": "999",
        "position": "7",
        "assured_on": "2027-01-11",
        "title_pl": "Obce",
        "title_ru": "Чужое",
        "sections-0-kind": "fees",
        "sections-0-body_pl": "Obce.",
        "sections-0-DELETE": "on",
        "_still_correct": "1",
    }

    form = posted(client.get(change_page(guide, "uk")), title_uk="Номер", summary_uk="Що.", keywords_uk="номер")
    response = client.post(change_page(guide, "uk"), form | {"sections-0-body_uk": "Речення."} | forged)

    assert response.status_code == 302, response.context["errors"]
    after = columns_of(guide)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"title_uk", "summary_uk", "keywords_uk", "translation_record"}
    kept = type(section).objects.get(pk=section.pk)
    assert (kept.kind, kept.body_pl, kept.body_uk) == (section.kind, section.body_pl, "Речення.")


def test_a_language_in_the_address_opens_no_list_for_changes(client, world):
    template = world.things["correspondence.answertemplate"]
    client.force_login(staff_member(Role.TRANSLATOR, Role.RECEPTION, languages=["uk"], username="both"))
    event = world.things["events.event"]
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": template.pk, "form-0-position": "9"}

    client.post(f"{reverse('admin:correspondence_answertemplate_changelist')}?language=uk", {**rows, "_save": "Save"})
    deleted = client.post(
        f"{reverse('admin:services_guide_changelist')}?language=uk",
        {"action": "delete_selected", "_selected_action": [Guide.objects.first().pk], "post": "yes"},
    )
    cancelled = client.post(f"{reverse('admin:events_event_cancel', args=[event.pk])}?language=uk")

    assert type(template).objects.get(pk=template.pk).position == template.position
    assert deleted.status_code in (200, 302, 403)
    assert Guide.objects.filter(pk=Guide.objects.first().pk).exists()
    event.refresh_from_db()
    assert (cancelled.status_code, event.cancelled_at) == (403, None)


def test_a_coordinator_writes_polish_and_leaves_other_languages_to_translators(client):
    course = CourseFactory()
    client.force_login(staff_member(Role.COORDINATOR))

    polish = client.post(change_page(course), posted(client.get(change_page(course)), summary_pl="Inaczej."))
    ukrainian = client.post(change_page(course, "uk"), {"title_uk": "Інше"})

    course.refresh_from_db()
    assert (polish.status_code, ukrainian.status_code) == (302, 403)
    assert (course.summary_pl, course.title_uk) == ("Inaczej.", "Kurs uk")


# --- Columns that are not for everybody ---

SECRET = ("Sex", "Year of birth", "Nationality")


def test_reception_neither_sees_nor_finds_nor_writes_what_the_funder_counts(client, world):
    person = world.things["enrolments.participant"]
    Participant.objects.filter(pk=person.pk).update(sex="female", birth_year=1990, nationality="UA")
    client.force_login(world.people[Role.RECEPTION])
    address, people = change_page(person), reverse("admin:enrolments_participant_changelist")

    shown = page_of(client.get(address))
    form = posted(client.get(address), given_name="Oksana", sex="male", birth_year="1950", nationality="PL")
    saved = client.post(address, form)
    asked = [client.get(f"{people}?{query}") for query in ("sex__exact=male", "nationality=PL", "birth_year__gt=1960")]

    assert [words for words in SECRET if words in shown] == []
    assert saved.status_code == 302
    assert Participant.objects.values_list("given_name", "sex", "birth_year", "nationality").get(pk=person.pk) == (
        "Oksana",
        "female",
        1990,
        "UA",
    )
    assert [response.status_code for response in asked] == [400, 400, 400]


def test_a_coordinator_notes_what_the_funder_counts(client, world):
    person = world.things["enrolments.participant"]
    client.force_login(world.people[Role.COORDINATOR])
    address = change_page(person)

    shown = page_of(client.get(address))
    client.post(address, posted(client.get(address), sex="female", birth_year="1990", nationality="UA"))

    assert [words for words in SECRET if words in shown] == list(SECRET)
    assert Participant.objects.values_list("sex", "birth_year", "nationality").get(pk=person.pk) == (
        "female",
        1990,
        "UA",
    )


@pytest.mark.parametrize(
    ("role", "is_shown"), [(Role.RECEPTION, False), (Role.AUDITOR, True), (Role.COORDINATOR, True)]
)
def test_level_and_opinion_are_part_of_the_report(client, world, role, is_shown):
    enrolment = world.things["enrolments.enrolment"]
    client.force_login(world.people[role])

    shown = page_of(client.get(change_page(enrolment)))
    asked = client.get(f"{reverse('admin:enrolments_enrolment_changelist')}?level_reached=A1")

    assert ("Level reached" in shown) == is_shown
    assert (asked.status_code == 200) == is_shown


def test_states_that_somebody_forges_into_a_form_change_nothing(client, world):
    enrolment, appointment = world.things["enrolments.enrolment"], world.things["appointments.appointment"]
    client.force_login(world.people[Role.RECEPTION])

    for thing in (enrolment, appointment):
        form = posted(client.get(change_page(thing)), note="Zadzwoni", status="cancelled", ended="centre")
        form |= {"reference": "AAAA-AAAA", "starts_at": "2027-01-01", "adviser": "1", "level_reached": "C2"}
        assert client.post(change_page(thing), form).status_code == 302

    kept = Enrolment.objects.values_list("status", "reference", "level_reached", "note").get(pk=enrolment.pk)
    assert kept == ("confirmed", enrolment.reference, "", "Zadzwoni")
    now = Appointment.objects.get(pk=appointment.pk)
    assert (now.status, now.reference, now.starts_at, now.adviser_id, now.note) == (
        "booked",
        appointment.reference,
        appointment.starts_at,
        appointment.adviser_id,
        "",
    )


# --- An auditor changes nothing ---

# Who looked, who logged in, and the session itself; and forms that say they are open.
LEAVES_TRACES = {"personal_data.accessrecord", "accounts.auditrecord", "sessions.session", "accounts.user"}


def everything():
    """The rows of every table, but for those that looking itself fills."""
    translation.activate("pl")  # a page leaves its language, in which translated columns without a code are read
    kept = {}
    for model in apps.get_models():
        if model._meta.label_lower not in LEAVES_TRACES and model._meta.managed and not model._meta.proxy:
            kept[model._meta.label] = sorted(map(repr, model._base_manager.order_by().values_list()))
    accounts = User.objects.order_by("pk").values_list("pk", "username", "password", "is_active", "is_superuser")
    return kept | {"accounts": list(accounts)}


@pytest.mark.slow
def test_nothing_that_an_auditor_sends_changes_anything(client, world):
    client.force_login(world.people[Role.AUDITOR])
    before = everything()

    for label, thing in world.things.items():
        if "." in label and label in MODELS:
            base = f"admin:{label.replace('.', '_')}"
            chosen = {"_selected_action": [thing.pk], "post": "yes"}
            for action in ("delete_selected", "called", "have_been_called", "send_again", "check_again"):
                client.post(reverse(f"{base}_changelist"), {"action": action, **chosen})
            client.post(reverse(f"{base}_add"), {"name": "x", "_save": "Save"})
            client.post(change_page(thing), {"_save": "Save", "_still_correct": "1", "verb": "start", "revision": "0"})
            client.post(f"{change_page(thing)}?language=uk", {"title_uk": "x", "_no_change": "1"})
            client.post(reverse(f"{base}_delete", args=[thing.pk]), {"post": "yes"})
    for name, method, address, sent in PAGES:
        if name not in OPEN and method == "post":
            answer(client, world, name, method, address, sent)

    after = everything()
    assert [table for table in after if after[table] != before[table]] == []


@pytest.mark.parametrize("label", ["enrolments.enrolment", "enrolments.participant", "appointments.appointment"])
def test_a_form_that_comes_back_with_errors_was_looked_at_too(client, world, label):
    client.force_login(world.people[Role.RECEPTION])
    before = AccessRecord.objects.count()

    response = client.post(change_page(world.things[label]), {"note": "x" * 10_000, "email": "wrong"})

    assert response.status_code == 200
    assert AccessRecord.objects.count() == before + 1
    seen = AccessRecord.objects.first()
    assert (seen.actor_name, seen.action, seen.object_id) == ("reception", "view", str(world.key_of(label)))


def test_an_auditor_logs_out_and_chooses_language_and_password(client, world):
    auditor = world.people[Role.AUDITOR]
    client.force_login(auditor)

    client.post(reverse("admin:account"), {"desk_language": "pl"})
    chosen = User.objects.get(pk=auditor.pk).desk_language
    out = client.post(reverse("admin:logout"))

    assert (chosen, out.status_code) == ("pl", 302)
    assert client.get("/admin/").status_code == 302


# --- Accounts ---


def test_roles_are_boxes_with_a_sentence_and_rights_cannot_be_ticked_one_by_one(client, world):
    client.force_login(world.people[Role.ADMINISTRATOR])

    response = client.get(change_page(world.people[Role.TRANSLATOR]))

    form = response.context["adminform"].form
    assert [str(code) for code, _label in form.fields["groups"].choices] == Role.values
    assert all(escape(str(role.sentence)) in page_of(response) for role in Role)
    assert form["languages"].value() == ["uk", "ka"]
    assert {"user_permissions", "password", "is_superuser"} & set(form.fields) == set()


def test_an_administrator_gives_roles_and_languages(client, world):
    newcomer = world.things["accounts.user"]
    client.force_login(world.people[Role.ADMINISTRATOR])
    address = change_page(newcomer)

    unsaid = client.post(address, posted(client.get(address), groups=["translator"]))
    form = posted(client.get(address), groups=["translator", "reception"], languages=["ka", "uk"])
    saved = client.post(address, form | {"is_superuser": "on", "user_permissions": "1", "password": "x"})

    assert unsaid.context["adminform"].form.errors == {"languages": ["Choose at least one language for a translator."]}
    assert saved.status_code == 302, saved.context["errors"]
    user = User.objects.get(pk=newcomer.pk)
    assert (user.roles, user.languages) == ({Role.TRANSLATOR, Role.RECEPTION}, ["uk", "ka"])
    assert (user.is_superuser, user.user_permissions.count(), user.password) == (False, 0, newcomer.password)

    client.post(address, posted(client.get(address), groups=["reception"], languages=["uk"]))
    assert User.objects.get(pk=newcomer.pk).languages == []


@pytest.mark.parametrize(
    ("taken", "field"),
    [
        ({"groups": ["editor"]}, "groups"),
        ({"groups": []}, "groups"),
        ({"is_active": ""}, "is_active"),
        ({"is_staff": ""}, "is_staff"),
    ],
)
def test_nobody_takes_the_administrator_from_themselves(client, world, taken, field):
    me = world.people[Role.ADMINISTRATOR]
    client.force_login(me)
    form = posted(client.get(change_page(me)), groups=["administrator"])

    sent = {name: value for name, value in (form | taken).items() if value not in ("", [])}
    response = client.post(change_page(me), sent)
    deleted = client.post(reverse("admin:accounts_user_delete", args=[me.pk]), {"post": "yes"})

    assert list(response.context["adminform"].form.errors) == [field]
    assert "Ask another administrator" in response.context["adminform"].form.errors[field][0]
    assert deleted.status_code == 403
    now = User.objects.get(pk=me.pk)
    assert (now.roles, now.is_active, now.is_staff) == ({Role.ADMINISTRATOR}, True, True)


def test_a_colleague_can_take_it(client, world):
    other = staff_member(Role.ADMINISTRATOR, username="other")
    client.force_login(world.people[Role.ADMINISTRATOR])

    response = client.post(change_page(other), posted(client.get(change_page(other)), groups=["auditor"]))

    assert response.status_code == 302, response.context["errors"]
    assert User.objects.get(pk=other.pk).roles == {Role.AUDITOR}


def test_who_may_do_everything_is_out_of_reach_of_administrators(client, world):
    root = User.objects.create_superuser("root", password="correct horse battery")
    client.force_login(world.people[Role.ADMINISTRATOR])
    shown = client.get(change_page(root))

    answers = [client.post(change_page(root), {"username": "root2"})]
    answers += [client.post(reverse("admin:accounts_user_delete", args=[root.pk]), {"post": "yes"})]
    answers += [
        client.post(reverse(f"admin:accounts_user_{verb}", args=[root.pk]))
        for verb in ("invite_again", "withdraw", "password_link", "reset_factor")
    ]
    chosen = {"action": "delete_selected", "_selected_action": [root.pk], "post": "yes"}
    client.post(reverse("admin:accounts_user_changelist"), chosen)

    assert shown.status_code == 200
    assert [response.status_code for response in answers] == [403] * 6
    assert User.objects.values_list("username", "is_active", "is_superuser").get(pk=root.pk) == ("root", True, True)


def test_one_who_may_do_everything_may_give_it(client, world):
    client.force_login(User.objects.create_superuser("root"))
    other = world.things["accounts.user"]

    response = client.post(change_page(other), posted(client.get(change_page(other)), is_superuser="on"))

    assert response.status_code == 302, response.context["errors"]
    assert User.objects.get(pk=other.pk).is_superuser


def test_an_invitation_asks_a_translator_for_languages(client, world):
    client.force_login(world.people[Role.ADMINISTRATOR])
    page = reverse("admin:accounts_user_add")
    form = {
        "first_name": "A",
        "last_name": "B",
        "email": "a@example.org",
        "desk_language": "pl",
        "roles": ["translator"],
    }

    unsaid = client.post(page, form)
    sent = client.post(page, {**form, "languages": ["uk"]})

    assert unsaid.context["form"].errors == {"languages": ["Choose at least one language for a translator."]}
    assert sent.status_code == 302
    user = User.objects.get(email="a@example.org")
    assert (user.roles, user.languages, user.may_translate("uk")) == ({Role.TRANSLATOR}, ["uk"], True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_accounts_costs_the_same_for_any_number(client, world, django_assert_num_queries, count):
    for number in range(count):
        staff_member(Role.EDITOR, Role.ADVISER, username=f"more{number}")
    client.force_login(User.objects.create_superuser("root"))
    client.get("/admin/")

    with django_assert_num_queries(QUERIES_OF_ACCOUNTS):
        page = page_of(client.get(reverse("admin:accounts_user_changelist")))

    assert page.count("Editor, Adviser") == count
