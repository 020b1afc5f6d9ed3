"""The door of the desk: passwords, lockout, how long a session lasts, what becomes of a form that comes too late."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from cic_portal.accounts.actions import change_account, log_out_everywhere
from cic_portal.accounts.models import AuditRecord, User
from cic_portal.letters.models import Letter
from cic_portal.letters.sending import send_due_letters
from services.models import Offer
from tests.accounts.logins import PASSWORD, code_of, come_in, give_code, is_in, log_in, with_app
from tests.admin_forms import posted
from tests.factories import OfferFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
NEW = "jesień parasol 7 sowa"


@pytest.fixture
def clock():
    with time_machine.travel("2027-01-11 08:00+01:00", tick=False) as clock:
        yield clock


@pytest.fixture
def anna(clock):
    return with_app(User.objects.create_superuser("anna", "anna@example.org", PASSWORD))


def said(response):
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def actions():
    return list(AuditRecord.objects.order_by("pk").values_list("action", flat=True))


# --- Which pages are open ---


def admin_addresses(patterns=None, prefix="/admin/"):
    """Every address under /admin/ as a path, with 1 in the place of each variable."""
    for pattern in patterns or next(p for p in get_resolver().url_patterns if str(p.pattern) == "admin/").url_patterns:
        route = re.sub(r"<[^>]+>", "1", str(pattern.pattern)).replace("^", "").replace("$", "")
        if hasattr(pattern, "url_patterns"):
            yield from admin_addresses(pattern.url_patterns, prefix + route)
        elif "(" not in route:
            yield prefix + route, pattern.name


def test_a_password_alone_opens_no_page_of_the_desk(client, anna):
    log_in(client, anna)
    doors = {"login", "logout", "second-factor", "second-factor-set-up", "jsi18n"}
    doors |= {"password-link", "password-link-sent", "new-password", "invitation", "invitation-password"}
    others = [address for address, name in admin_addresses() if name not in doors]
    assert len(others) > 150

    open_ones = []
    for address in others:
        answers = [client.get(address), client.post(address)]
        if {(a.status_code, urlsplit(a.get("Location", "")).path) for a in answers} != {(302, "/admin/second-factor/")}:
            open_ones.append(address)

    assert open_ones == []


def test_whoever_forgets_the_middleware_still_finds_the_desk_shut(client, anna, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "DeskMiddleware" not in name]
    log_in(client, anna)

    response = client.get("/admin/services/guide/")

    assert (response.status_code, urlsplit(response["Location"]).path) == (302, "/admin/login/")


def test_the_login_leads_back_to_the_page_that_was_asked_for(client, anna):
    asked = client.get("/admin/services/guide/?status__exact=draft", follow=True)
    form = {"username": "anna", "password": PASSWORD, "next": asked.context["next"]}

    step = client.post("/admin/login/", form, follow=True)
    arrived = client.post(step.request["PATH_INFO"] + "?" + step.request["QUERY_STRING"], {"code": code_of(anna)})

    assert arrived["Location"] == "/admin/services/guide/?status__exact=draft"


def test_nobody_is_led_to_another_host(client, anna):
    log_in(client, anna)

    response = client.post("/admin/second-factor/?next=https://evil.example/", {"code": code_of(anna)})

    assert response["Location"] == "/admin/"


def test_the_login_lets_password_managers_work(client):
    page = client.get("/admin/login/").content.decode()

    assert re.search(r'<input[^>]*name="username"[^>]*autocomplete="username"', page)
    assert re.search(r'<input[^>]*name="password"[^>]*autocomplete="current-password"', page)
    assert "onpaste" not in page


def test_who_may_not_use_the_desk_is_told_nothing_about_the_account(client, anna):
    User.objects.create_user("visitor", password=PASSWORD)
    User.objects.filter(pk=anna.pk).update(is_active=False)

    answers = [
        said(client.post("/admin/login/", {"username": name, "password": password}))
        for name, password in (("anna", PASSWORD), ("visitor", PASSWORD), ("nobody", "x"), ("anna", "x"))
    ]

    assert len({answer.replace("visitor", "").replace("nobody", "").replace("anna", "") for answer in answers}) == 1
    assert "Wprowadź poprawne dane" in answers[0]


# --- Lockout ---


def fail(client, name="anna", times=1, **extra):
    for _time in range(times):
        response = client.post("/admin/login/", {"username": name, "password": "wrong"}, **extra)
    return response


@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_five_wrong_passwords_make_a_name_wait(client, anna, clock, name):
    assert fail(client, name, times=4).status_code == 200

    locked = fail(client, name)

    assert (locked.status_code, locked["Retry-After"]) == (429, "900")
    assert "Za dużo błędnych nazw" in said(locked) or "There were too many wrong names, passwords or codes" in said(
        locked
    )
    assert name not in said(locked)
    clock.shift(timedelta(minutes=14))
    assert log_in(client, anna).status_code == (429 if name == "anna" else 302)
    clock.shift(timedelta(minutes=2))
    assert log_in(client, anna).status_code == 302


def test_tries_during_the_wait_neither_prolong_it_nor_fill_the_records(client, anna, clock):
    fail(client, times=5)
    clock.shift(timedelta(minutes=10))
    fail(client, times=20)
    clock.shift(timedelta(minutes=6))

    assert log_in(client, anna).status_code == 302
    assert actions() == ["login failed"] * 4 + ["locked out", "login failed", "login"]


def test_one_colleague_does_not_lock_out_the_office(client, anna):
    fail(client, "jan", times=5)

    assert log_in(client, anna).status_code == 302


def test_an_address_that_tries_every_name_has_to_wait(client, anna, settings):
    settings.LOGIN_FAILURES_OF_ADDRESS = 10
    for number in range(10):
        fail(client, f"name{number}")

    assert log_in(client, anna).status_code == 429
    assert log_in(Client(REMOTE_ADDR="192.0.2.7"), anna).status_code == 302


def test_failures_are_counted_by_the_address_that_our_proxy_saw(client, anna, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(5):
        fail(client, headers={"x-forwarded-for": f"10.0.0.{number}, 203.0.113.9"})

    assert log_in(client, anna, headers={"x-forwarded-for": "10.0.0.99, 203.0.113.9"}).status_code == 429
    assert log_in(client, anna, headers={"x-forwarded-for": "203.0.113.9, 198.51.100.4"}).status_code == 302
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"203.0.113.9"}


@pytest.mark.parametrize("address", ["not an address", "2001:db8::1:2:3", "203.0.113.9:4711", "::ffff:203.0.113.9", ""])
def test_strange_addresses_are_counted_and_break_nothing(client, anna, settings, address):
    settings.TRUSTED_PROXIES = 1

    last = fail(client, times=5, headers={"x-forwarded-for": address})

    assert last.status_code == 429


def test_a_right_password_does_not_forgive_wrong_codes(client, anna, clock):
    for _round in range(2):
        log_in(client, anna)
        for _time in range(2):
            clock.shift(timedelta(seconds=20))
            give_code(client, "000000")
    log_in(client, anna)
    clock.shift(timedelta(seconds=20))

    assert give_code(client, "000000").status_code == 429


def test_who_came_in_begins_at_nought(client, anna):
    fail(client, times=4)
    come_in(anna)

    assert fail(client, times=4).status_code == 200


def test_no_password_is_stored_with_a_failure(client, anna):
    client.post("/admin/login/", {"username": "anna", "password": "Almost-my-password"})

    attempt, record = AccessAttempt.objects.values().get(), AuditRecord.objects.values().get()
    assert (attempt["username"], record["action"]) == ("anna", "login failed")
    assert "Almost-my-password" not in str(attempt) + str(record)


def test_counts_of_failures_go_after_a_month(client, anna, clock):
    fail(client)
    clock.shift(timedelta(days=29))
    call_command("purge_personal_data", verbosity=0)
    assert AccessAttempt.objects.count() == 1

    clock.shift(timedelta(days=2))
    call_command("purge_personal_data", verbosity=0)

    assert AccessAttempt.objects.count() == 0


# --- Sessions ---


def test_the_key_of_a_session_changes_with_each_step(client, anna, settings):
    client.get("/admin/login/?why=idle")
    log_in(client, anna)
    first = client.cookies[settings.SESSION_COOKIE_NAME].value
    give_code(client, code_of(anna))
    second = client.cookies[settings.SESSION_COOKIE_NAME].value

    assert first != second
    assert not is_in(Client(headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={first}"}))


def test_the_cookie_of_a_session_is_for_this_host_alone(client, anna, settings):
    log_in(client, anna, secure=True)

    cookie = client.cookies["__Host-session"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        True, True, "Lax", "/", "",
    )  # fmt: skip


def test_two_hours_without_a_click_end_a_session(anna, clock):
    client = come_in(anna)
    for _click in range(3):
        clock.shift(timedelta(minutes=110))
        assert is_in(client)

    clock.shift(timedelta(minutes=121))
    response = client.get("/admin/services/guide/", follow=True)

    assert response.redirect_chain == [("/admin/login/?why=idle&next=%2Fadmin%2Fservices%2Fguide%2F", 302)]
    assert "nothing was done here for a while" in said(response) or "Wylogowan" in said(response)
    assert actions()[-1] == "session ended"


def test_a_working_day_ends_a_session_whatever_was_done(anna, clock):
    client = come_in(anna)
    for _click in range(7):
        clock.shift(timedelta(minutes=100))
        assert is_in(client)

    clock.shift(timedelta(minutes=21))

    assert client.get("/admin/")["Location"] == "/admin/login/?why=long&next=%2Fadmin%2F"


def test_the_limits_come_from_the_settings(anna, clock, settings):
    settings.DESK_IDLE_MINUTES, settings.DESK_HOURS = 10, 1
    client = come_in(anna)

    clock.shift(timedelta(minutes=11))

    assert not is_in(client)


def test_half_a_login_is_over_after_half_an_hour(client, anna, clock):
    log_in(client, anna)
    clock.shift(timedelta(minutes=31))

    assert give_code(client, code_of(anna))["Location"] == "/admin/login/?why=half-way"
    assert not is_in(client)


def disable(user):
    user.is_active = False
    user.save()


def take_the_desk(user):
    user.is_staff = False
    user.save()


def new_password(user):
    user.set_password(NEW)
    user.save()


@pytest.mark.parametrize("end", [disable, take_the_desk, new_password])
def test_a_session_ends_at_once_when_the_account_changes(anna, end):
    client = come_in(anna)
    assert is_in(client)

    end(User.objects.get(pk=anna.pk))

    assert not is_in(client)


def test_an_account_that_is_corrected_brings_no_ended_session_back(anna):
    read_before = User.objects.get(pk=anna.pk)
    log_out_everywhere(user=anna, request=None, now=timezone.now())
    read_before.first_name = "Anna"

    change_account(user=read_before, columns=["first_name"])

    stored = User.objects.get(pk=anna.pk)
    assert (stored.first_name, stored.session_generation) == ("Anna", 1)


def test_logging_out_everywhere_ends_every_session(anna, clock):
    phone = come_in(anna)
    clock.shift(timedelta(minutes=1))
    office = come_in(anna)

    response = office.post("/admin/account/log-out-everywhere/", follow=True)

    assert "/admin/login/?why=everywhere" in response.redirect_chain[-1][0]
    assert (is_in(phone), is_in(office)) == (False, False)
    assert actions()[-2:] == ["logged out everywhere", "logout"]


def test_logging_out_works_half_way_too(client, anna):
    log_in(client, anna)

    response = client.post("/admin/logout/")

    assert (response.status_code, response["Location"]) == (302, "/admin/login/?why=out")
    assert "_auth_user_id" not in client.session


# --- A form that comes too late ---


def test_what_was_typed_when_the_session_ended_is_sent_after_the_next_login(anna, clock):
    offer = OfferFactory()
    address = f"/admin/services/offer/{offer.pk}/change/"
    client = come_in(anna)
    form = posted(client.get(address), body_pl="Długi tekst, na który poszła godzina.")
    clock.shift(timedelta(hours=3))

    refused = client.post(address, form, follow=True)
    log_in(client, anna)
    give_code(client, code_of(anna))
    page = client.get(refused.context["next"])
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    again = {name: unescape(value) for name, value in hidden}
    saved = client.post(page.context["kept"]["path"], {**form, **again})

    assert "What you typed is kept for an hour" in said(refused) or "godzin" in said(refused)
    assert again.keys() >= form.keys()
    assert saved.status_code == 302
    assert Offer.objects.get(pk=offer.pk).body_pl == "Długi tekst, na który poszła godzina."
    assert client.get("/admin/account/kept-form/")["Location"] == "/admin/"


def test_a_page_that_asks_by_the_clock_neither_prolongs_a_session_nor_loses_the_form(anna, clock):
    address = f"/admin/services/offer/{OfferFactory().pk}/change/"
    script = {"headers": {"sec-fetch-mode": "cors"}}
    client = come_in(anna)
    form = posted(client.get(address), body_pl="Tekst Anny")
    for _beat in range(3):
        clock.shift(timedelta(minutes=45))
        last = client.post("/admin/", **script).status_code

    client.post(address, form)

    assert last == 403
    assert client.session["kept form"]["path"] == address


def test_whoever_types_is_there(anna, clock):
    client = come_in(anna)
    for _word in range(3):
        clock.shift(timedelta(minutes=45))
        client.post("/admin/texts/readability/", {"text": "Zdanie."}, headers={"sec-fetch-mode": "cors"})

    assert is_in(client)


def test_a_kept_form_waits_for_the_same_person_and_for_an_hour(anna, clock):
    jan = with_app(User.objects.create_superuser("jan", "", PASSWORD))
    address = f"/admin/services/offer/{OfferFactory().pk}/change/"

    def late(next_person, pause):
        clock.shift(timedelta(minutes=1))
        client = come_in(anna)
        form = posted(client.get(address), body_pl="Tekst Anny")
        clock.shift(timedelta(hours=3))
        client.post(address, form)
        clock.shift(pause)
        log_in(client, next_person)
        give_code(client, code_of(next_person))
        return client.get("/admin/account/kept-form/")

    assert late(jan, timedelta(minutes=5)).status_code == 302
    assert late(anna, timedelta(minutes=61)).status_code == 302
    assert "Tekst Anny" in late(anna, timedelta(minutes=59)).content.decode()


def test_passwords_and_half_logins_are_never_kept(anna, clock):
    client = come_in(anna)
    clock.shift(timedelta(hours=3))
    client.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})

    assert "kept form" not in client.session
    assert PASSWORD not in str(dict(client.session))


# --- Passwords ---


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        ("krótkie", False),
        ("dwanaście zn", True),
        ("qwertyuiop123", False),  # among the 20,000 most common
        ("anna@example.org", False),
        ("ż" * 64, True),
        ("a b " * 32, True),
        ("tylko małe litery", True),
    ],
)
def test_length_counts_and_composition_does_not(anna, password, is_good):
    try:
        validate_password(password, anna)
    except ValidationError:
        assert not is_good
    else:
        assert is_good


def change_password(client, password, old=PASSWORD):
    form = {"old_password": old, "new_password1": password, "new_password2": password}
    return client.post("/admin/password_change/", form)


def test_a_password_is_changed_and_its_owner_told(anna, clock):
    client = come_in(anna)
    clock.shift(timedelta(minutes=1))
    other = come_in(anna)

    response = change_password(client, NEW)

    assert (response.status_code, response["Location"]) == (302, "/admin/account/")
    assert (is_in(client), is_in(other)) == (True, False)
    assert User.objects.get().check_password(NEW)
    assert Letter.objects.get().kind == "staff-account"
    assert "password changed" in actions()


def test_a_bad_new_password_is_refused_beside_its_field(anna):
    client = come_in(anna)

    answers = [change_password(client, "za krótkie"), change_password(client, NEW, old="wrong")]
    answers.append(change_password(client, "z" * 129 + "!"))

    assert [sorted(answer.context["form"].errors) for answer in answers] == [
        ["new_password2"], ["old_password"], ["new_password1", "new_password2"],
    ]  # fmt: skip
    assert User.objects.get().check_password(PASSWORD)


def test_a_stolen_session_does_not_guess_the_password(anna):
    client = come_in(anna)

    answers = [change_password(client, NEW, old=f"guess {number}").status_code for number in range(6)]

    assert answers[4:] == [429, 429]
    assert not is_in(client)


def ask(client, email):
    return client.post("/admin/new-password/", {"email": email}, follow=True)


def link_in_letter():
    return re.search(r"https://portal\.example(/admin/new-password/\S+)", Letter.objects.latest("pk").text)[1]


def test_a_forgotten_password_is_set_anew_by_letter(client, anna):
    old_session = come_in(anna)

    ask(client, "ANNA@example.org")
    page = client.get(link_in_letter(), follow=True)
    done = client.post(page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW}, follow=True)

    assert "/admin/login/?why=password" in done.redirect_chain[-1][0]
    assert not is_in(old_session)
    assert not is_in(client)
    assert log_in(client, anna, NEW).status_code == 302
    assert client.get("/admin/")["Location"] == "/admin/second-factor/?next=%2Fadmin%2F"  # still asked for
    assert "password reset" in actions()


def test_a_link_works_once_and_for_a_day(client, anna, clock):
    ask(client, anna.email)
    link = link_in_letter()

    clock.shift(timedelta(hours=24, minutes=1))
    late = client.get(link, follow=True)
    clock.shift(timedelta(hours=-1))
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"new_password1": NEW, "new_password2": NEW})
    used = client.get(link, follow=True)

    assert ["This link works no longer" in said(page) for page in (late, used)] == [True, True]
    assert late.context.get("form") is None


def test_strange_addresses_and_accounts_get_the_same_answer_and_no_letter(client, anna):
    disabled = User.objects.create_user("jan", "jan@example.org", PASSWORD, is_active=False)
    User.objects.create_user("ewa", "ewa@example.org")  # invited, without a password

    answers = [
        said(ask(client, email)) for email in (anna.email, "nobody@example.org", disabled.email, "ewa@example.org")
    ]

    assert len(set(answers)) == 1
    assert list(Letter.objects.values_list("recipient", flat=True)) == ["anna@example.org"]


def test_nobodys_letter_box_is_filled(client, anna, settings):
    for _time in range(8):
        ask(client, anna.email)
    assert Letter.objects.count() == 5

    settings.PASSWORD_RESETS_PER_HOUR = 8

    assert ask(client, "nobody@example.org").status_code == 429


def test_the_link_is_for_its_reader_alone(anna, mailoutbox, client):
    desk = come_in(anna)
    ask(client, anna.email)
    letter = Letter.objects.get()
    link = link_in_letter()

    shown = desk.get(f"/admin/letters/letter/{letter.pk}/change/").content.decode()
    send_due_letters(worker="test/1")

    assert link not in shown
    assert "Only the recipient may read this letter." in shown
    assert link in mailoutbox[0].body
    letter.refresh_from_db()
    assert (letter.state, letter.text, letter.html) == ("sent", "", "")
    assert timezone.now() >= letter.created_at
