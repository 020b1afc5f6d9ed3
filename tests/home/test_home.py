"""What needs me today: the first page of the desk."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.utils import timezone

from cic_portal.desk import dashboard
from cic_portal.desk.dashboard import Area, DeskItem, Home, Section, Urgency, WaitingCount
from cic_portal.desk.menu import Group
from cic_portal.home.app_list import labels_of
from cic_portal.letters.models import Letter
from cic_portal.links.models import Link
from cic_portal.pages.models import AccessibilityDeclaration
from cic_portal.publishing.models import Publishable
from cic_portal.registry import Registry
from contact.models import Centre
from services.models import Amount, Offer
from tests.factories import (
    WARSAW,
    AmountFactory,
    AppointmentFactory,
    ClosureFactory,
    CourseInstanceFactory,
    EnrolmentFactory,
    EventFactory,
    GuideFactory,
    MessageFactory,
    OfferFactory,
    ParticipantFactory,
    TermFactory,
)
from tests.portal_pages import elements, parsed, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
NOW = datetime(2027, 2, 10, 9, tzinfo=WARSAW)
TODAY = NOW.date()


@pytest.fixture
def desk(client, django_user_model, time_machine):
    """Somebody who may do everything, on a Wednesday in February at nine."""
    time_machine.move_to(NOW, tick=False)
    # The portal's own content has days by which it is to be checked; here only what a test makes counts.
    for model in Publishable.__subclasses__():
        if not model._meta.abstract:
            model.objects.update(review_due_on=None)
    Amount.objects.update(valid_through=None)
    AccessibilityDeclaration.objects.update(reviewed_on=date(2027, 1, 5))
    client.user = django_user_model.objects.create_superuser("desk", password="correct horse battery")
    client.force_login(client.user)
    return client


def something_of_everything(number, user):
    for _ in range(number):
        MessageFactory()
        MessageFactory(call=True)
        MessageFactory(assigned_to=user, state="in_progress")
        MessageFactory(answered=True)
        AppointmentFactory(starts_at=NOW + timedelta(hours=_))
        AppointmentFactory(starts_at=NOW + timedelta(days=2, hours=_), only_phone=True, must_be_called=True)
        _course_with_a_line()
        _event_with_a_line()
        EnrolmentFactory(offered=True, offer_expires_at=NOW + timedelta(hours=5))
        EnrolmentFactory(offered=True, offer_expires_at=NOW + timedelta(days=2))
        EnrolmentFactory(participant=ParticipantFactory(phone_only=True), call_about="changed")
        _letter("failed")
        _letter("sent")
        _link("broken")
        _link("ok")
        late, soon = TODAY - timedelta(days=1), TODAY + timedelta(days=29)
        AmountFactory(valid_through=late)
        AmountFactory(valid_through=soon, review_due_on=late)
        AmountFactory(valid_through=soon + timedelta(days=1))
        GuideFactory(review_due_on=late)
        GuideFactory(publish_at=NOW + timedelta(days=6), review_due_on=TODAY)
        GuideFactory(publish_at=NOW + timedelta(days=8))
        OfferFactory(expires_at=NOW + timedelta(days=1))
        TermFactory(review_due_on=late)
        ClosureFactory(centre=Centre.objects.get(is_home=True), starts_on=TODAY + timedelta(days=14), ends_on=soon)
        ClosureFactory(centre=Centre.objects.get(is_home=True), starts_on=TODAY + timedelta(days=15), ends_on=soon)


def _course_with_a_line():
    instance = CourseInstanceFactory(starts_on=date(2027, 4, 1), ends_on=date(2027, 5, 1), capacity=2)
    EnrolmentFactory(course_instance=instance)
    EnrolmentFactory(course_instance=instance, waiting=True)
    full = CourseInstanceFactory(starts_on=date(2027, 4, 1), ends_on=date(2027, 5, 1), capacity=1)
    EnrolmentFactory(course_instance=full)
    EnrolmentFactory(course_instance=full, waiting=True)


def _event_with_a_line():
    event = EventFactory(
        is_joinable=True, capacity=1, starts_at=NOW + timedelta(days=20), ends_at=NOW + timedelta(days=20, hours=2)
    )
    EnrolmentFactory(event=event, waiting=True)


def _letter(state):
    return Letter.objects.create(
        kind="note",
        language="uk",
        recipient="olena@example.org",
        subject="Лист",
        text="Текст",
        message_id=f"<{Letter.objects.count()}@portal.example>",
        state=state,
        created_at=NOW,
        next_attempt_at=NOW,
    )


def _link(state):
    number = Link.objects.count()
    return Link.objects.create(address=f"https://example.org/{number}", state=state, next_check_at=NOW)


def shown(client):
    """`{label: (number, address)}` of everything that waits."""
    document = parsed(client.get("/admin/"))
    lists = [found for found in elements(document, "ul") if found.get("class") == "desk-items"]
    links = [link for found in lists for link in elements(found, "a")]
    return {
        text_of(elements(link, "span")[0]): (int(text_of(elements(link, "b")[0])), link.get("href")) for link in links
    }


def numbers(client):
    return {label: number for label, (number, _address) in shown(client).items()}


@pytest.mark.parametrize("number", [1, 3])
def test_every_number_is_that_of_the_list_it_leads_to(desk, number):
    something_of_everything(number, desk.user)

    found = shown(desk)

    assert {label: count for label, (count, _address) in found.items()} == {
        "People who asked for a call": number,
        "New messages that nobody has taken": number,
        "My messages without an answer": number,
        "Today’s appointments": number,
        "People to call about an appointment": number,
        "People to call about a course or an event": number,
        "A place is free, and people wait for it: course dates": number,
        "A place is free, and people wait for it: events": number,
        "Offered places that lapse within a day": number,
        "People waiting for a place": 3 * number,
        "Letters that failed": number,
        "Links to mend": number,
        "Amounts that may have changed": number,
        "Amounts that end within 30 days": number,
        "To check again: amounts": number,
        "To check again: guides": number,
        "To check again: terms": number,
        "Appear this week: guides": number,
        "End this week: offers": number,
        "Closed days in the next two weeks": number,
    }
    assert {label: listed(desk, address) for label, (_count, address) in found.items()} == {
        label: count for label, (count, _address) in found.items()
    }


def listed(client, address):
    """How many rows the page at `address` has."""
    context = client.get(address).context
    if "cl" in context:
        return context["cl"].result_count
    return sum(len(adviser.appointments) for _day, advisers in context["days"] for adviser in advisers)


@pytest.mark.parametrize("number", [1, 3])
def test_the_whole_page_costs_the_same_for_any_number(desk, django_assert_num_queries, number):
    something_of_everything(number, desk.user)

    with django_assert_num_queries(7):
        desk.get("/admin/")


def test_what_cannot_wait_stands_first(desk):
    _letter("failed")
    TermFactory(review_due_on=TODAY - timedelta(days=1))

    home = desk.get("/admin/").context["home"]

    assert [item.label for item in home.first] == ["Letters that failed"]
    assert [item.label for section in home.others for item in section.waiting] == ["To check again"]


def test_within_a_section_the_more_urgent_comes_first():
    late, soon = DeskItem("later", 1, "/", Urgency.SOME_DAY), DeskItem("soon", 1, "/", Urgency.SOON)
    section = Section("People", [late, soon, DeskItem("now", 1, "/", Urgency.NOW), DeskItem("none", 0, "/")])

    assert (section.waiting, section.is_calm, section.has_more) == ([soon, late], False, True)
    assert [item.label for item in Home([section]).first] == ["now"]


def test_a_calm_day_is_said_calmly(desk):
    page = desk.get("/admin/")
    text = text_of(parsed(page).find("body"))

    assert shown(desk) == {}
    assert page.context["home"].first == []
    assert text.count("Nothing waits.") == len(page.context["home"].others) == 3
    assert "First of all" not in text
    assert "Nothing else" not in text


def test_a_section_whose_work_stands_above_says_that_nothing_else_waits(desk):
    _letter("failed")

    text = text_of(parsed(desk.get("/admin/")).find("body"))

    assert text.count("Nothing else waits.") == 1
    assert text.count("Nothing waits.") == 2


def test_a_message_that_a_colleague_has_taken_is_theirs(desk, django_user_model):
    colleague = django_user_model.objects.create_user("colleague", is_staff=True)
    MessageFactory(assigned_to=colleague)

    assert numbers(desk) == {}


def test_each_adviser_sees_what_is_theirs_and_what_is_nobodys(client, django_user_model):
    adviser = with_rights(django_user_model, "view_message")
    client.force_login(adviser)
    MessageFactory()
    MessageFactory(assigned_to=adviser, state="in_progress")
    MessageFactory(assigned_to=django_user_model.objects.create_user("other"), state="in_progress")

    assert numbers(client) == {"New messages that nobody has taken": 1, "My messages without an answer": 1}


def with_rights(django_user_model, *codenames):
    user = django_user_model.objects.create_user("somebody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def test_what_one_may_not_open_is_neither_shown_nor_counted(
    client, django_user_model, django_assert_max_num_queries, desk
):
    something_of_everything(1, desk.user)
    client.force_login(with_rights(django_user_model, "view_term"))

    with django_assert_max_num_queries(9) as captured:
        page = client.get("/admin/")

    assert [item.label for section in page.context["home"].sections for item in section.waiting] == ["To check again"]
    asked = " ".join(query["sql"] for query in captured.captured_queries)
    for table in ("correspondence_message", "letters_letter", "enrolments_enrolment", "appointments_", "contact_clos"):
        assert table not in asked
    assert "Letters that failed" not in page.content.decode()


def test_somebody_without_rights_sees_no_empty_boxes(client, django_user_model):
    client.force_login(with_rights(django_user_model))

    page = client.get("/admin/")

    assert page.status_code == 200
    assert page.context["home"].sections == []


@pytest.mark.parametrize(
    ("reviewed_on", "today", "waits"),
    [
        (date(2026, 3, 10), date(2027, 2, 28), None),
        (date(2026, 3, 10), date(2027, 3, 1), "by 31.03.2027"),
        (date(2026, 3, 10), date(2027, 3, 31), "by 31.03.2027"),
        (date(2026, 3, 10), date(2027, 4, 1), "overdue since 31.03.2027"),
        (date(2026, 3, 10), date(2028, 1, 15), "overdue since 31.03.2027"),
        (date(2027, 1, 2), date(2027, 4, 1), None),
        (date(2027, 1, 2), date(2028, 2, 29), None),
        # Never reviewed: counted from the day on which it was prepared, 22 November 2026.
        (None, date(2026, 12, 31), None),
        (None, date(2027, 2, 28), None),
        (None, date(2027, 3, 1), "by 31.03.2027"),
        (None, date(2027, 4, 1), "overdue since 31.03.2027"),
    ],
)
def test_the_accessibility_declaration_is_reviewed_by_the_end_of_march(
    client, django_user_model, time_machine, reviewed_on, today, waits
):
    time_machine.move_to(datetime(today.year, today.month, today.day, 0, 30, tzinfo=WARSAW), tick=False)
    client.force_login(with_rights(django_user_model, "view_accessibilitydeclaration"))
    AccessibilityDeclaration.objects.update(reviewed_on=reviewed_on, prepared_on=date(2026, 11, 22))

    (item,) = (item for section in client.get("/admin/").context["home"].sections for item in section.items)

    assert (item.count, str(item.note)) == ((1, waits) if waits else (0, ""))
    assert item.cannot_wait == bool(waits and "overdue" in waits)
    assert client.get(item.address).status_code == 200


def test_a_closure_that_visitors_cannot_understand_cannot_wait(desk):
    centre = Centre.objects.get(is_home=True)
    days = {"centre": centre, "starts_on": TODAY + timedelta(days=3), "ends_on": TODAY + timedelta(days=3)}
    ClosureFactory(**days)
    assert [item.label for item in desk.get("/admin/").context["home"].first] == []

    ClosureFactory(**days, reason="")
    ClosureFactory(**days, untranslated=True)

    (item,) = desk.get("/admin/").context["home"].first
    assert (item.count, item.note) == (3, "without a reason for visitors: 1, not in every language: 1")


def test_the_day_of_kalisz_decides_what_is_today(desk, time_machine):
    AppointmentFactory(starts_at=datetime(2027, 2, 11, 0, 15, tzinfo=WARSAW))
    time_machine.move_to(datetime(2027, 2, 10, 23, 50, tzinfo=WARSAW), tick=False)
    desk.force_login(desk.user)
    assert numbers(desk) == {}

    time_machine.move_to(datetime(2027, 2, 11, 0, 5, tzinfo=WARSAW), tick=False)

    assert numbers(desk) == {"Today’s appointments": 1}


def language_rows(client):
    """`{code: ([missing, outdated, not read], address)}` of the table of languages."""
    translations = client.get("/admin/").context["translations"]
    return {one.language.code: ([number for _words, number in one.cells], one.address) for one in translations.waiting}


@pytest.mark.parametrize("number", [1, 3])
def test_every_language_says_what_its_page_says(desk, empty_portal, number):
    for _ in range(number):
        offer = OfferFactory(title="Wsparcie")
        offer.title_uk, offer.title_pl = "", "Inaczej"
        offer.save()

    found = language_rows(desk)

    sums = {code: desk.get(address).context["sum"] for code, (_numbers, address) in found.items()}
    assert {code: [counts.missing, counts.outdated, counts.unreviewed] for code, counts in sums.items()} == {
        code: numbers for code, (numbers, _address) in found.items()
    }
    links = [
        link for link in elements(parsed(desk.get("/admin/")), "a") if "/admin/translations/uk/" in link.get("href")
    ]
    assert [text_of(link) for link in links] == [
        f"Українська, {words}: {count}"
        for words, count in zip(("missing", "outdated", "not read"), found["uk"][0], strict=True)
        if count
    ]


def test_languages_in_which_nothing_waits_are_said_calmly(desk, empty_portal, monkeypatch):
    OfferFactory(reviewed=True)
    monkeypatch.setattr("cic_portal.home.languages_home.kinds", lambda: [Offer])

    page = desk.get("/admin/")

    assert page.context["translations"].waiting == []
    assert "Translations Nothing waits. Українська · English" in text_of(parsed(page).find("body"))


def test_a_translator_sees_their_own_languages(desk, monkeypatch):
    monkeypatch.setattr(type(desk.user), "may_translate", lambda user, code: code in ("uk", "ka"), raising=False)

    assert set(language_rows(desk)) == {"uk", "ka"}


def test_who_may_open_no_texts_sees_no_languages(client, django_user_model):
    client.force_login(with_rights(django_user_model, "view_message"))

    page = client.get("/admin/")

    assert page.context["translations"] is None
    assert "/admin/translations/" not in page.content.decode()


def test_lists_stand_together_by_what_people_do(desk):
    groups = desk.get("/admin/").context["app_list"]

    assert [str(group["name"]) for group in groups] == [
        "Information for visitors",
        "Messages and appointments",
        "Courses and events",
        "The Centre",
        "Quality of the pages",
        "Staff and records",
    ]
    listed_models = [entry["model"] for group in groups for entry in group["models"]]
    assert len(listed_models) == len(set(listed_models))
    assert {"accounts.user", "personal_data.accessrecord"} <= {
        entry["model"]._meta.label_lower for entry in groups[-1]["models"]
    }


def test_every_list_of_the_desk_has_its_group():
    """A model that is no page type is named in cic_portal/home/app_list.py, or it would stand among the records."""
    named = [label for group in Group for label in labels_of(group)]

    assert {model._meta.label_lower for model in admin.site._registry} == set(named)
    assert len(named) == len(set(named))


def test_every_list_of_the_desk_is_on_its_home(desk):
    """Grouping loses nothing: what Django would list is listed."""
    from django.contrib.admin import AdminSite

    response = desk.get("/admin/")
    usual = AdminSite.get_app_list(admin.site, response.wsgi_request)
    ours = {entry["admin_url"] for group in response.context["app_list"] for entry in group["models"]}

    assert ours == {entry["admin_url"] for app in usual for entry in app["models"]}


def test_shortcuts_lead_somewhere(desk):
    document = parsed(desk.get("/admin/"))
    (shortcuts,) = (nav for nav in elements(document, "nav") if nav.get("aria-label") == "Shortcuts")
    addresses = [link.get("href") for link in elements(shortcuts, "a")]

    assert len(addresses) == 11
    assert {address: desk.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_an_app_may_add_what_waits_there(desk, monkeypatch):
    counts = Registry("waiting count")
    monkeypatch.setattr(dashboard, "counts", counts)
    keys = DeskItem("Keys to give back", 2, "/admin/leaflets/")
    counts.register(WaitingCount("keys", Area.CENTRE, 1, lambda desk: desk.add(keys)))

    assert shown(desk) == {"Keys to give back": (2, "/admin/leaflets/")}


def test_time_is_asked_once(desk):
    assert desk.get("/admin/").context["today"] == timezone.localdate(NOW)
