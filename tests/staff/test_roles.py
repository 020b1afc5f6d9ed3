"""Which role opens what (SEC-10): every page of the desk, every role, and the answer that each gets, written out."""

import re
from urllib.parse import parse_qsl

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import get_resolver, reverse

from cic_portal.staff.models import User
from cic_portal.staff.roles import ADMINISTRATOR_ONLY, NOBODY, RIGHTS, Role, grants, matches, synchronise_roles
from tests.factories import staff_member
from tests.staff.role_world import NOW, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def world():
    return make_world()


# --- The table and the groups ---


def rights_of_registered_models():
    for model in admin.site._registry:
        meta = model._meta
        yield from (f"{meta.app_label}.{verb}_{meta.model_name}" for verb in meta.default_permissions)
        yield from (f"{meta.app_label}.{codename}" for codename, _name in meta.permissions)


def test_no_right_of_a_new_model_is_forgotten():
    """Whoever adds a model decides who works with it, and says so in cic_portal.staff.roles."""
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
    "staff.auditrecord": (LOOK, NONE, NONE, NONE, NONE, NONE, LOOK),
    "staff.user": (ALL, NONE, NONE, NONE, NONE, NONE, LOOK),
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
    ("staff_user_invite_again", "post", "pk=staff.user", ""): ADMINISTRATOR_DONE,
    ("staff_user_withdraw", "post", "pk=staff.user", ""): ADMINISTRATOR_DONE,
    ("staff_user_password_link", "post", "pk=staff.user", ""): ADMINISTRATOR_DONE,
    ("staff_user_reset_factor", "post", "pk=staff.user", ""): ADMINISTRATOR_DONE,
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
