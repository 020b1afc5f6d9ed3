"""How a new colleague comes in: letter, password, app for codes, desk."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from cic_portal.accounts.accounts import state_of
from cic_portal.accounts.models import AuditRecord, Invitation, User
from cic_portal.letters.models import Letter
from tests.accounts.logins import PASSWORD, SET_UP, code_of_key, codes_on, come_in, is_in, key_on, log_in, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
NEW = "jesień parasol 7 sowa"
EWA = {"first_name": "Ewa", "last_name": "Kot", "email": "ewa.kot@example.org", "username": "", "desk_language": "en"}


@pytest.fixture
def clock():
    with time_machine.travel("2027-01-11 08:00+01:00", tick=False) as clock:
        yield clock


@pytest.fixture
def office(clock):
    """Anna, who administers, at her desk."""
    return come_in(with_app(User.objects.create_superuser("anna", "anna@example.org", PASSWORD)))


def invite(office, **changes):
    return office.post("/admin/accounts/user/add/", {**EWA, **changes})


def link(letter=None):
    text = (letter or Letter.objects.latest("pk")).text
    return re.search(r"https://portal\.example(/admin/invitation/\S+)", text)[1]


def choose_password(client, password=NEW):
    return client.post("/admin/invitation/", {"new_password1": password, "new_password2": password})


def verb(office, user, name):
    return office.post(f"/admin/accounts/user/{user.pk}/{name}/", follow=True)


def ewa():
    return User.objects.get(email=EWA["email"])


def state():
    return str(state_of(User.objects.with_state().get(email=EWA["email"]), timezone.now()))


def test_a_colleague_is_invited_and_comes_in(office, client):
    roles = ["editor", "reception"]

    sent = invite(office, roles=roles)
    letter = Letter.objects.get()
    welcome = client.get(link(), follow=True)
    saved = choose_password(client)
    app = client.get(saved["Location"], follow=True)
    done = client.post(app.request["PATH_INFO"], {"code": code_of_key(key_on(app))})

    assert sent.status_code == 302
    assert (letter.recipient, letter.language, letter.is_confidential) == (EWA["email"], "en", True)
    assert "ewa.kot" in welcome.content.decode()
    assert app.request["PATH_INFO"] == SET_UP
    assert len(codes_on(done)) == 10
    assert is_in(client)
    assert (ewa().is_active, ewa().is_staff, ewa().is_superuser, ewa().username) == (True, True, False, "ewa.kot")
    assert sorted(ewa().groups.values_list("name", flat=True)) == ["editor", "reception"]
    record = AuditRecord.objects.get(action="invited")
    assert (record.actor_name, record.subject_name, record.details["roles_given"]) == (
        "anna", "ewa.kot", ["editor", "reception"],
    )  # fmt: skip


def test_the_letter_and_the_page_speak_the_language_of_the_new_colleague(office, client):
    invite(office, desk_language="pl")

    page = client.get(link(), follow=True)

    assert Letter.objects.get().language == "pl"
    assert (page["Content-Language"], '<html lang="pl"' in page.content.decode()) == ("pl", True)


def test_the_link_is_not_in_the_address_of_the_page_nor_in_the_table(office, client):
    invite(office)
    token = link().split("/")[-2]

    page = client.get(link(), follow=True)

    assert page.request["PATH_INFO"] == "/admin/invitation/"
    assert token not in page.content.decode()
    assert token not in str(list(Invitation.objects.values()))


def test_looking_at_the_link_does_not_use_it_up(office, client):
    invite(office)
    for _time in range(3):
        Client().get(link(), follow=True)

    client.get(link())

    assert choose_password(client).status_code == 302


def test_a_link_works_once(office, client):
    invite(office)
    client.get(link())
    second = Client()
    second.get(link())
    choose_password(client)

    late = choose_password(second, "zupełnie inne hasło")
    again = Client().get(link(), follow=True)

    assert [page.context["form"] for page in (late, again)] == [None, None]
    assert ewa().check_password(NEW)
    assert not is_in(second)


def test_a_link_works_for_a_week(office, client, clock):
    invite(office)
    clock.shift(timedelta(days=7, minutes=-1))
    assert client.get(link(), follow=True).context["form"] is not None

    clock.shift(timedelta(minutes=2))

    assert client.get(link(), follow=True).context["form"] is None
    assert choose_password(client).status_code == 200
    assert not ewa().has_usable_password()


@pytest.mark.parametrize("token", ["x", "../../", "%00", "a" * 500, "1" * 43])
def test_a_forged_link_opens_nothing_and_keeps_nothing(client, token):
    response = client.get(f"/admin/invitation/{token}/", follow=True)

    assert response.status_code in (200, 404)
    assert not client.session.get("invitation")


def test_a_weak_password_is_refused_and_the_link_still_works(office, client):
    invite(office)
    client.get(link())

    refused = [choose_password(client, "krótkie"), choose_password(client, "ewa.kot@example.org")]

    assert ["new_password2" in page.context["form"].errors for page in refused] == [True, True]
    assert choose_password(client).status_code == 302


def test_nobody_comes_in_before_the_link_was_followed(office, client):
    invite(office)

    for password in ("", "!", NEW):
        log_in(client, ewa(), password)

    assert not is_in(client)
    assert (ewa().is_active, ewa().has_usable_password()) == (False, False)


def test_a_new_letter_ends_the_link_of_the_old_one(office, client, clock):
    invite(office)
    old = link()
    clock.shift(timedelta(minutes=1))

    verb(office, ewa(), "invite-again")

    assert link() != old
    assert client.get(old, follow=True).context["form"] is None
    assert client.get(link(), follow=True).context["form"] is not None


def test_an_invitation_is_withdrawn_and_given_again(office, client):
    invite(office)
    verb(office, ewa(), "withdraw")
    assert client.get(link(), follow=True).context["form"] is None

    verb(office, ewa(), "invite-again")

    assert client.get(link(), follow=True).context["form"] is not None
    actions = AuditRecord.objects.filter(subject=ewa()).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["invited", "invitation withdrawn", "invited"]


def test_who_has_come_in_is_not_invited_again(office, client):
    invite(office)
    client.get(link())
    choose_password(client)
    letters = Letter.objects.count()

    page = verb(office, ewa(), "invite-again")

    assert "Nothing was changed" in page.content.decode()
    assert Letter.objects.count() == letters


def test_the_list_of_accounts_says_how_far_each_is(office, client, clock):
    found = []
    invite(office)
    found.append(state())
    clock.shift(timedelta(days=8))
    found.append(state())
    Invitation.objects.update(withdrawn_at=timezone.now())
    found.append(state())
    Invitation.objects.update(withdrawn_at=None, expires_at=timezone.now() + timedelta(days=1))
    client.get(link())
    choose_password(client)
    found.append(state())
    with_app(ewa())
    found.append(state())
    User.objects.update(is_active=False)
    found.append(state())

    assert found[0].startswith("invited until") or found[0].startswith("zaproszon")
    assert len(set(found)) == 6


def test_the_list_of_accounts_costs_the_same_for_any_number(office, django_assert_num_queries):
    for number in range(3):
        office.get("/admin/accounts/user/")
        with django_assert_num_queries(6):
            office.get("/admin/accounts/user/")
        invite(office, email=f"{number}@example.org")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nothing"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "ANNA@example.org"}, "email"),
        ({"username": "anna"}, "username"),
        ({"username": "has blanks"}, "username"),
        ({"first_name": ""}, "first_name"),
        ({"desk_language": "uk"}, "desk_language"),
        ({"roles": ["999999"]}, "roles"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nobody_is_invited(office, changes, field):
    response = invite(office, **changes)

    assert field in response.context["form"].errors
    assert 'value="Kot"' in response.content.decode()
    assert (User.objects.count(), Letter.objects.count()) == (1, 0)


def test_user_names_come_from_the_address_and_never_collide(office):
    for number, host in enumerate(("a.example", "b.example", "c.example")):
        invite(office, email=f"Ewa.Kot@{host}", first_name=f"Ewa {number}")
    invite(office, email="ćma@example.org")

    names = User.objects.exclude(username="anna").order_by("pk").values_list("username", flat=True)
    assert list(names[:3]) == ["ewa.kot", "ewa.kot2", "ewa.kot3"]


def test_only_who_may_add_accounts_invites(office):
    reader = with_app(User.objects.create_user("reader", "", PASSWORD, is_staff=True))
    reader.user_permissions.add(Permission.objects.get(codename="view_user", content_type__app_label="accounts"))
    client = come_in(reader)

    assert [client.get("/admin/accounts/user/add/").status_code, invite(client).status_code] == [403, 403]
    assert Letter.objects.count() == 0


def test_nobody_types_a_password_for_somebody_else(office):
    anna = User.objects.get()

    page = office.get(f"/admin/accounts/user/{anna.pk}/change/").content.decode()

    assert 'type="password"' not in page
    assert (
        office.get(f"/admin/accounts/user/{anna.pk}/password/").status_code == 302
    )  # Django looks for a key like that
    assert "password" not in office.get(f"/admin/accounts/user/{anna.pk}/password/", follow=True).redirect_chain[-1][0]


def test_an_administrator_sends_a_link_and_never_sees_it(office):
    jan = User.objects.create_user("jan", "jan@example.org", PASSWORD, is_staff=True)

    page = verb(office, jan, "password-link")

    letter = Letter.objects.get()
    assert (letter.recipient, letter.is_confidential) == ("jan@example.org", True)
    assert "/new-password/" not in page.content.decode()
    assert AuditRecord.objects.get(action="password asked").actor_name == "anna"


def test_verbs_are_no_links(office):
    assert office.get(f"/admin/accounts/user/{User.objects.get().pk}/reset-second-factor/").status_code == 405
