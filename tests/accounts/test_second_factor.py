"""The second factor: for whom it is required, how it is set up, what a code can do and how often."""

import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client, override_settings
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cic_portal.accounts.actions import give_local_login
from cic_portal.accounts.checks import second_factor_guards_a_public_desk
from cic_portal.accounts.models import AuditRecord, User
from cic_portal.accounts.second_factor import second_factor_is_required
from cic_portal.letters.models import Letter
from tests.accounts.logins import (
    PASSWORD,
    SET_UP,
    code_of,
    code_of_key,
    codes_on,
    come_in,
    give_code,
    is_in,
    key_on,
    log_in,
    with_app,
)
from tests.processes import manage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]


@pytest.fixture
def clock():
    with time_machine.travel("2027-01-11 08:00+01:00", tick=False) as clock:
        yield clock


@pytest.fixture
def anna(clock):
    return User.objects.create_superuser("anna", "anna@example.org", PASSWORD)


def actions():
    return list(AuditRecord.objects.order_by("pk").values_list("action", flat=True))


def set_up(client, **more):
    """Scan the key and type the code; returns the answer."""
    code = code_of_key(key_on(client.get(SET_UP)))
    return client.post(f"{SET_UP}?next=/admin/services/guide/", {"code": code, **more})


# --- For whom ---

SETTINGS = "from django.conf import settings as s; print(s.SECOND_FACTOR_REQUIRED, s.LOCAL_LOGIN_NEEDS_PASSWORD_ONLY, s.IS_LOCAL)"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "is_required", "local_login_is_free"),
    [
        ({"DEBUG": "false"}, True, True),  # as `make serve` starts it
        ({"DEBUG": "false", "SITE_URL": "http://localhost:8000"}, True, True),
        ({"DEBUG": "false", "HOST": "0.0.0.0"}, True, False),
        ({"DEBUG": "false", "SITE_URL": "http://portal.example"}, True, False),
        ({"DEBUG": "false", "SITE_URL": "https://portal.example"}, True, False),
        ({"DEBUG": "false", "SITE_URL": "https://127.0.0.1"}, True, False),
        ({"DEBUG": "true", "SITE_URL": "https://portal.example"}, True, False),
        ({"DEBUG": "false", "SECOND_FACTOR_REQUIRED": "false", "SITE_URL": "https://portal.example"}, True, False),
        ({"DEBUG": "false", "SECOND_FACTOR_REQUIRED": "false", "HOST": "0.0.0.0"}, True, False),
        ({"DEBUG": "true"}, False, True),
        ({"DEBUG": "true", "SECOND_FACTOR_REQUIRED": "true"}, True, False),
        ({"DEBUG": "false", "SECOND_FACTOR_REQUIRED": "true"}, True, False),
    ],
)
def test_what_the_environment_says(environment, is_required, local_login_is_free):
    plain = {"SECRET_KEY": "k3Y-" * 20, "SITE_URL": "", "HOST": "127.0.0.1", "SECOND_FACTOR_REQUIRED": ""}
    given = {name: value for name, value in (plain | environment).items() if value}

    result = manage("shell", "--no-imports", "-c", SETTINGS, **given)

    assert result.stdout.split()[:2] == [str(is_required), str(local_login_is_free)], result.stderr


@pytest.mark.parametrize(
    ("required", "local_is_free", "is_local_login", "answer"),
    [
        (True, False, False, True),
        (True, False, True, True),
        (True, True, False, True),
        (True, True, True, False),
        (False, True, False, False),
        (False, False, True, False),
    ],
)
def test_whom_it_is_asked_of(settings, required, local_is_free, is_local_login, answer):
    settings.SECOND_FACTOR_REQUIRED, settings.LOCAL_LOGIN_NEEDS_PASSWORD_ONLY = required, local_is_free

    assert second_factor_is_required(User(is_local_login=is_local_login)) is answer


def test_the_deployment_check_refuses_a_public_desk_without_it(settings):
    assert second_factor_guards_a_public_desk(None) == []

    settings.SECOND_FACTOR_REQUIRED, settings.LOCAL_LOGIN_NEEDS_PASSWORD_ONLY = False, True

    assert [fault.id for fault in second_factor_guards_a_public_desk(None)] == ["accounts.E001", "accounts.E002"]


def test_the_login_that_make_serve_prints_opens_the_desk_of_this_machine(client, settings):
    settings.LOCAL_LOGIN_NEEDS_PASSWORD_ONLY = True
    output = StringIO()
    call_command("local_staff_login", stdout=output)
    password = re.search(r"password: (\S+)", output.getvalue())[1]

    response = client.post("/admin/login/", {"username": "staff", "password": password}, follow=True)

    assert (response.status_code, response.request["PATH_INFO"]) == (200, "/admin/")


def test_the_same_login_needs_a_code_where_others_can_reach_the_desk(client):
    local = give_local_login(username="staff", password=PASSWORD)

    log_in(client, local)

    assert client.get("/admin/", follow=True).request["PATH_INFO"] == SET_UP


def test_a_colleague_on_a_local_portal_needs_a_code(client, anna, settings):
    settings.LOCAL_LOGIN_NEEDS_PASSWORD_ONLY = True

    log_in(client, anna)

    assert not is_in(client)


@override_settings(SECOND_FACTOR_REQUIRED=False)
def test_who_has_one_is_asked_for_it_also_where_it_is_not_required(client, anna):
    jan = User.objects.create_superuser("jan", "", PASSWORD)
    log_in(client, with_app(anna))
    other = Client()
    log_in(other, jan)

    assert (is_in(client), is_in(other)) == (False, True)


# --- Setting up ---


def test_a_new_colleague_sets_up_the_app_and_gets_ten_codes(client, anna):
    log_in(client, anna)
    page = client.get("/admin/services/guide/", follow=True)

    done = set_up(client)

    assert page.request["PATH_INFO"] == SET_UP
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page.content.decode()
    assert "style=" not in page.content.decode()
    assert len(set(codes_on(done))) == 10
    assert done.context["onward"] == "/admin/services/guide/"
    assert done["Cache-Control"] == "private, no-store"
    assert is_in(client)
    assert actions() == ["login", "factor enrolled"]


def test_the_picture_holds_the_same_key_as_the_text(client, anna):
    log_in(client, anna)
    page = client.get(SET_UP)

    app = TOTPDevice(user=anna, key=client.session["key of a new app"])

    assert f"secret={key_on(page).replace(' ', '')}" in app.config_url
    assert app.config_url.startswith("otpauth://totp/CIC%20Kalisz%3Aanna?")
    assert page.context["key"] == key_on(page)


def test_nothing_is_kept_until_a_code_was_right(client, anna):
    log_in(client, anna)
    key = key_on(client.get(SET_UP))

    wrong = client.post(SET_UP, {"code": "000000"})

    assert "code" in wrong.context["form"].errors
    assert key_on(wrong) == key
    assert TOTPDevice.objects.count() == 0
    assert not is_in(client)


def test_a_code_is_taken_as_it_is_pasted(client, anna):
    log_in(client, anna)
    code = code_of_key(key_on(client.get(SET_UP)))

    done = client.post(SET_UP, {"code": f" {code[:3]} {code[3:]} "})

    assert len(codes_on(done)) == 10


def test_who_has_no_code_makes_room_for_the_next_colleague(client, anna):
    log_in(client, with_app(anna))

    page = client.get("/admin/second-factor/").content.decode()
    client.post("/admin/logout/")

    assert 'action="/admin/logout/"' in page[page.index("<main") :]
    assert client.get("/admin/login/").status_code == 200


def test_codes_are_fields_for_thumbs_and_password_managers(client, anna):
    log_in(client, with_app(anna))

    field = re.search(r'<input[^>]*name="code"[^>]*>', client.get("/admin/second-factor/").content.decode())[0]
    backup = re.search(r'<input[^>]*name="code"[^>]*>', client.get("/admin/second-factor/?backup=1").content.decode())[
        0
    ]

    assert 'autocomplete="one-time-code"' in field
    assert 'inputmode="numeric"' in field
    assert 'inputmode="text"' in backup


def test_the_password_alone_never_replaces_the_app(client, anna):
    log_in(client, with_app(anna))

    answers = [client.get(SET_UP), client.post(SET_UP, {"code": "000000", "password": PASSWORD})]

    assert [answer["Location"].split("?")[0] for answer in answers] == ["/admin/second-factor/"] * 2
    assert TOTPDevice.objects.count() == 1


# --- Giving a code ---


def test_a_code_of_the_app_works_once(anna, clock):
    with_app(anna)
    come_in(anna)
    again = Client()
    log_in(again, anna)

    used = give_code(again, code_of(anna))
    clock.shift(timedelta(seconds=31))
    fresh = give_code(again, code_of(anna))

    assert "used already" in str(used.context["form"].errors)
    assert fresh.status_code == 302
    assert actions() == ["login", "code passed", "login", "code failed", "code passed"]


def test_clocks_may_differ_by_half_a_minute_and_not_more(anna, clock):
    with_app(anna)
    clock.shift(timedelta(minutes=5))
    early, late = Client(), Client()
    log_in(early, anna)
    log_in(late, anna)

    assert give_code(late, code_of(anna, steps=2)).status_code == 200
    clock.shift(timedelta(seconds=5))
    assert give_code(early, code_of(anna, steps=1)).status_code == 302


def test_wrong_codes_make_the_account_wait_from_any_address(anna, clock):
    with_app(anna)
    for number in range(4):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        log_in(client, anna)
        give_code(client, "000000")
        clock.shift(timedelta(seconds=2**number))
    client = Client(REMOTE_ADDR="192.0.2.99")
    log_in(client, anna)
    give_code(client, "000000")

    assert give_code(client, code_of(anna)).status_code == 200
    clock.shift(timedelta(seconds=17))
    assert give_code(client, code_of(anna)).status_code == 302


def test_each_backup_code_opens_once_and_the_table_gives_none_away(client, anna, clock):
    log_in(client, anna)
    codes = codes_on(set_up(client))
    client.post("/admin/logout/")

    def try_code(code):
        other = Client()
        log_in(other, anna)
        clock.shift(timedelta(minutes=1))
        return give_code(other, code).status_code

    assert [try_code(codes[0]), try_code(codes[0]), try_code(codes[1].upper()), try_code(codes[2].replace("-", " "))] == [
        302, 200, 302, 302,
    ]  # fmt: skip
    assert StaticToken.objects.count() == 7
    stored = "".join(StaticToken.objects.values_list("token", flat=True))
    assert [code for code in codes if code.replace("-", "") in stored] == []
    left = AuditRecord.objects.filter(action="backup code used").values_list("details__codes_left", flat=True)
    assert sorted(left) == [7, 8, 9]


@pytest.mark.parametrize("code", ["", " ", "-", "abc", "０１２３４５", "x" * 41, "12345678", "𝟘𝟘𝟘𝟘𝟘𝟘"])
def test_what_is_no_code_is_refused_in_words(client, anna, code):
    log_in(client, with_app(anna))

    response = give_code(client, code)

    assert response.status_code == 200
    assert "code" in response.context["form"].errors
    assert not is_in(client)


def test_a_code_of_somebody_else_opens_nothing(client, anna):
    jan = with_app(User.objects.create_superuser("jan", "", PASSWORD))
    log_in(client, with_app(anna))

    assert give_code(client, code_of(jan)).status_code == 200


# --- My account ---


def test_another_phone_takes_the_place_of_the_old_one(anna, clock):
    other = come_in(with_app(anna))
    clock.shift(timedelta(minutes=1))
    client = come_in(anna)
    old = TOTPDevice.objects.get()

    refused = set_up(client, password="not it")
    done = set_up(client, password=PASSWORD)

    assert "password" in refused.context["form"].errors
    assert len(codes_on(done)) == 10
    assert TOTPDevice.objects.get().key != old.key
    assert (is_in(client), is_in(other)) == (True, False)
    assert "Another app" in Letter.objects.get().text


def test_new_backup_codes_end_the_old_ones(client, anna, clock):
    log_in(client, anna)
    old = codes_on(set_up(client))

    client.post("/admin/account/backup-codes/", {"password": "not it"})
    assert StaticToken.objects.count() == 10
    new = codes_on(client.post("/admin/account/backup-codes/", {"password": PASSWORD}))

    assert (len(new), set(new) & set(old)) == (10, set())
    other = Client()
    log_in(other, anna)
    assert give_code(other, old[0]).status_code == 200
    clock.shift(timedelta(seconds=2))
    assert give_code(other, new[0]).status_code == 302


def test_nobody_removes_what_is_required(anna):
    client = come_in(with_app(anna))

    client.post("/admin/account/remove-second-factor/", {"password": PASSWORD})

    assert TOTPDevice.objects.count() == 1
    assert "remove-second-factor" not in client.get("/admin/account/").content.decode()


@override_settings(SECOND_FACTOR_REQUIRED=False)
def test_who_need_not_have_one_may_remove_it(anna):
    client = come_in(with_app(anna))

    client.post("/admin/account/remove-second-factor/", {"password": PASSWORD})

    assert TOTPDevice.objects.count() == 0
    assert is_in(client)
    fresh = Client()
    log_in(fresh, anna)
    assert is_in(fresh)


def test_an_administrator_resets_the_factor_of_who_lost_the_phone(anna, client):
    jan = with_app(User.objects.create_user("jan", "jan@example.org", PASSWORD, is_staff=True))
    lost, office = come_in(jan), come_in(with_app(anna))

    office.post(f"/admin/accounts/user/{jan.pk}/reset-second-factor/")

    assert not is_in(lost)
    assert TOTPDevice.objects.filter(user=jan).count() == 0
    assert Letter.objects.get().recipient == "jan@example.org"
    record = AuditRecord.objects.get(action="factor reset")
    assert (record.actor_name, record.subject_name) == ("anna", "jan")
    log_in(client, jan)
    assert client.get("/admin/", follow=True).request["PATH_INFO"] == SET_UP


def test_nobody_resets_their_own_without_the_password(anna):
    office = come_in(with_app(anna))

    answer = office.post(f"/admin/accounts/user/{anna.pk}/reset-second-factor/", follow=True)

    assert "Nothing was changed" in answer.content.decode()
    assert TOTPDevice.objects.filter(user=anna).count() == 1
    assert is_in(office)


def test_only_a_superuser_resets_a_superuser(anna):
    helper = with_app(User.objects.create_user("helper", "", PASSWORD, is_staff=True))
    helper.user_permissions.add(*permissions("view_user", "change_user"))
    with_app(anna)

    response = come_in(helper).post(f"/admin/accounts/user/{anna.pk}/reset-second-factor/")

    assert response.status_code == 403
    assert TOTPDevice.objects.filter(user=anna).exists()


def permissions(*names):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(content_type__app_label="accounts", codename__in=names)


def test_the_last_administrator_is_helped_by_a_command(anna):
    with_app(anna)

    call_command("reset_second_factor", "anna", stdout=StringIO())

    assert TOTPDevice.objects.count() == 0
    assert AuditRecord.objects.get(action="factor reset").actor is None


def test_the_language_of_the_desk_is_ones_own_choice(anna):
    client = come_in(with_app(anna))

    client.post("/admin/account/", {"desk_language": "pl"})
    refused = client.post("/admin/account/", {"desk_language": "xx"})

    assert User.objects.get().desk_language == "pl"
    assert "desk_language" in refused.context["form"].errors


def test_my_account_costs_the_same_for_any_number_of_logins(anna, clock, django_assert_num_queries):
    client = come_in(with_app(anna))
    client.get("/admin/account/")
    for _login in range(2):
        with django_assert_num_queries(5):
            client.get("/admin/account/")
        for _time in range(3):
            clock.shift(timedelta(minutes=1))
            log_in(Client(), anna)


def test_keys_and_codes_are_on_no_page_of_the_desk(staff_client):
    pages = [
        staff_client.get(f"/admin/{path}/").status_code for path in ("otp_totp/totpdevice", "otp_static/staticdevice")
    ]

    assert pages == [404, 404]
