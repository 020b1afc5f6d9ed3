"""What the desk remembers of itself, for whom, for how long, and that nobody changes it."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db.models.signals import pre_delete
from django.test import RequestFactory
from django.utils import timezone

from cic_portal.accounts.audit.actions import network_of, purge_audit_records, record
from cic_portal.accounts.models import AuditRecord, User
from cic_portal.personal_data.actions import record_access
from cic_portal.personal_data.models import AccessRecord, AppendOnly
from tests.admin_forms import posted
from tests.factories import WARSAW, CourseInstanceFactory, EnrolmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
NOW = datetime(2027, 1, 11, 8, tzinfo=WARSAW)
LIST = "/admin/accounts/auditrecord/"


def somebody(name, *rights):
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def shown(client, **query):
    return [(line.who, str(line.what), line.about) for line in client.get(LIST, query).context["lines"]]


def account_form(client, user, **changes):
    address = f"/admin/accounts/user/{user.pk}/change/"
    return client.post(address, posted(client.get(address), **changes))


# --- What is recorded ---


def test_who_gives_and_takes_rights_is_recorded_with_what_changed(staff_client):
    editor, coordinator = (Group.objects.get(name=name) for name in ("editor", "coordinator"))
    jan = somebody("jan")
    jan.groups.add(editor)

    response = account_form(staff_client, jan, groups=[coordinator.name], is_superuser="on", email="jan@example.org")

    assert response.status_code == 302, response.context["errors"]
    changed = AuditRecord.objects.get(action="account changed")
    assert (changed.actor_name, changed.subject_name) == ("desk", "jan")
    assert changed.details == {
        "roles_given": ["coordinator"],
        "roles_taken": ["editor"],
        "is_superuser": [False, True],
        "email": ["", "jan@example.org"],
    }
    about = shown(staff_client, action="account changed")[0][2]
    assert "coordinator" in about
    assert "→" in about


def test_saving_an_account_without_a_change_is_no_record(staff_client):
    account_form(staff_client, somebody("jan"))

    assert not AuditRecord.objects.filter(action="account changed").exists()


def test_disabling_and_deleting_an_account_are_recorded_and_the_record_outlives_it(staff_client):
    jan = somebody("jan")
    form = posted(staff_client.get(f"/admin/accounts/user/{jan.pk}/change/"))
    del form["is_active"]
    staff_client.post(f"/admin/accounts/user/{jan.pk}/change/", form)

    staff_client.post(f"/admin/accounts/user/{jan.pk}/delete/", {"post": "yes"})

    records = AuditRecord.objects.filter(subject_name="jan").order_by("pk").values_list("action", "subject", "details")
    assert list(records) == [
        ("account changed", None, {"is_active": [True, False]}),
        ("account deleted", None, {}),
    ]


def test_several_accounts_deleted_together_leave_a_record_each(staff_client):
    users = [somebody(name) for name in ("jan", "ewa")]
    form = {"action": "delete_selected", "_selected_action": [user.pk for user in users], "post": "yes"}

    staff_client.post("/admin/accounts/user/", form)

    names = AuditRecord.objects.filter(action="account deleted").values_list("subject_name", flat=True)
    assert sorted(names) == ["ewa", "jan"]


def test_accounts_that_could_not_be_deleted_leave_no_record(staff_client):
    jan = somebody("jan")
    form = {"action": "delete_selected", "_selected_action": [jan.pk], "post": "yes"}

    def refuse(**_facts):
        raise RuntimeError("the database went away")

    pre_delete.connect(refuse, sender=User)
    try:
        with pytest.raises(RuntimeError):
            staff_client.post("/admin/accounts/user/", form)
    finally:
        pre_delete.disconnect(refuse, sender=User)

    assert (User.objects.filter(pk=jan.pk).exists(), AuditRecord.objects.filter(subject=jan).exists()) == (True, False)


def test_a_name_that_nobody_has_is_not_kept(client):
    client.post("/admin/login/", {"username": "My-Secret-Password", "password": "x"})

    record = AuditRecord.objects.get()
    assert (record.action, record.actor_name, record.subject_name) == ("login failed", "", "")
    assert "My-Secret" not in str(list(AuditRecord.objects.values()))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:1234:5678::9", "2001:db8:1234::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_an_address_loses_its_last_part(address, network):
    assert network_of(address) == network


def test_the_address_is_the_one_that_our_proxy_saw(settings):
    settings.TRUSTED_PROXIES = 1
    request = RequestFactory().get("/admin/", headers={"x-forwarded-for": "10.9.8.7, 203.0.113.77"})

    assert record(action="login", now=NOW, request=request).network == "203.0.113.0"


def test_exports_of_people_are_in_the_same_list(staff_client):
    instance = EnrolmentFactory(course_instance=CourseInstanceFactory()).course_instance
    for kind in ("csv", "xlsx"):
        staff_client.get(f"/admin/courses/courseinstance/{instance.pk}/group/group.{kind}")
    staff_client.post("/admin/personal_data/accessrecord/person/", {"contact": "a@example.org", "export": "1"})

    found = shown(staff_client, action="export")

    assert [(who, about.split(" ")[0]) for who, _what, about in found] == [
        ("desk", "one"), ("desk", "enrolments"), ("desk", "enrolments"),
    ]  # fmt: skip


# --- The list ---


def fill(count):
    anna = somebody("anna")
    records = [
        AuditRecord(at=NOW - timedelta(minutes=n), action="login", actor=anna, actor_name="anna", subject_name="anna")
        for n in range(count)
    ]
    AuditRecord.objects.bulk_create(records)
    accesses = [
        AccessRecord(
            at=NOW - timedelta(minutes=n, seconds=30), action="view", actor_name="jan", subject="letters.Letter"
        )
        for n in range(count)
    ]
    AccessRecord.objects.bulk_create(accesses)


@pytest.mark.parametrize(
    ("subject", "entry", "words"),
    [
        ("letters.Letter", "", "letters (4)"),
        ("enrolments.Enrolment", "courseinstance 5", "enrolments course dates 5 (4)"),
        ("appointments.Appointment", "12", "appointments 12 (4)"),
        ("person", "", "one person (4)"),
        ("gone.Model", "kind 7", "gone.Model kind 7 (4)"),
    ],
)
def test_what_was_seen_is_named_in_words(staff_client, subject, entry, words):
    AccessRecord.objects.create(at=NOW, action="view", actor_name="jan", subject=subject, object_id=entry, count=4)

    found = shown(staff_client, through="2027-01-11", since="2027-01-11")

    assert [about for _who, _what, about in found] == [words]


def test_both_kinds_stand_in_one_list_newest_first(staff_client):
    fill(3)

    found = shown(staff_client, through="2027-01-11", since="2027-01-11")

    assert [who for who, _what, _about in found] == ["anna", "jan"] * 3


def test_the_list_is_filtered_by_kind_action_person_and_day(staff_client):
    fill(2)
    record(
        action="factor reset", by=User.objects.get(username="desk"), about=User.objects.get(username="anna"), now=NOW
    )

    assert {who for who, *_rest in shown(staff_client, kind="data")} == {"jan"}
    assert len(shown(staff_client, who="ANNA")) == 3
    assert len(shown(staff_client, who="anna", action="factor reset")) == 1
    assert shown(staff_client, since="2028-01-01") == []
    assert len(shown(staff_client, kind="data", through="2027-01-11")) == 2


@pytest.mark.parametrize(
    "query", [{"since": "yesterday"}, {"kind": "x"}, {"action": "x' OR 1=1"}, {"page": "x"}, {"who": "\0"}]
)
def test_a_forged_filter_is_a_page_with_a_sentence(staff_client, query):
    fill(1)

    response = staff_client.get(LIST, query)

    assert response.status_code == 200
    assert bool(response.context["form"].errors) is ("page" not in query)


def test_ten_thousand_records_are_a_page_of_a_hundred(staff_client, django_assert_num_queries):
    fill(5000)
    staff_client.get(LIST)

    with django_assert_num_queries(6):
        page = staff_client.get(LIST, {"page": "2"})

    assert len(page.context["lines"]) == 100
    assert page.context["page"].paginator.count >= 10_000


def test_the_list_costs_the_same_for_any_number(staff_client, django_assert_num_queries):
    for count in (1, 3):
        AuditRecord.objects.bulk_create(AuditRecord(at=NOW, action="login", actor_name="anna") for _n in range(count))
        AccessRecord.objects.bulk_create(AccessRecord(at=NOW, action="view", subject="x") for _n in range(count))
        staff_client.get(LIST)
        with django_assert_num_queries(6):
            staff_client.get(LIST)


@pytest.mark.parametrize(
    ("rights", "sees"),
    [
        (["view_auditrecord", "view_accessrecord"], {"anna", "jan"}),
        (["view_auditrecord"], {"anna"}),
        (["view_accessrecord"], {"jan"}),
        ([], None),
    ],
)
def test_each_sees_what_they_may(client, rights, sees):
    fill(1)
    client.force_login(somebody("reader", *rights))

    response = client.get(LIST)

    assert response.status_code == (403 if sees is None else 200)
    if sees:
        assert {line.who for line in response.context["lines"]} - {"reader"} == sees


# --- Nobody changes it ---


@pytest.fixture(params=["door", "data"])
def kept(request):
    anna = somebody("anna")
    if request.param == "door":
        return record(action="login", by=anna, now=NOW)
    return record_access(actor=anna, action="view", subject="letters.Letter", now=NOW)


def test_a_record_is_neither_changed_nor_removed(kept):
    model, before = type(kept), type(kept).objects.values().get(pk=kept.pk)
    kept.actor_name = "nobody"

    for attempt in (
        kept.save,
        kept.delete,
        lambda: kept.save(force_update=True),
        lambda: model.objects.filter(pk=kept.pk).update(actor_name="nobody"),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_update([kept], ["actor_name"]),
        lambda: model.objects.update_or_create(pk=kept.pk, defaults={"actor_name": "nobody"}),
    ):
        with pytest.raises(AppendOnly):
            attempt()

    assert model.objects.values().get(pk=kept.pk) == before


def test_not_even_a_superuser_changes_it_in_the_desk(staff_client, kept):
    base = f"/admin/{kept._meta.app_label}/{kept._meta.model_name}"

    answers = [
        staff_client.post(f"{base}/{end}", form).status_code
        for end, form in (
            ("add/", {"action": "login"}),
            (f"{kept.pk}/change/", {"actor_name": "nobody"}),
            (f"{kept.pk}/delete/", {"post": "yes"}),
        )
    ]
    staff_client.post(f"{base}/", {"action": "delete_selected", "_selected_action": [kept.pk], "post": "yes"})

    assert answers == [403, 403, 403]
    assert type(kept).objects.get(pk=kept.pk).actor_name == "anna"


def test_an_account_may_go_and_what_it_did_stays(kept):
    User.objects.get(username="anna").delete()

    after = type(kept).objects.get(pk=kept.pk)
    assert (after.actor, after.actor_name) == (None, "anna")


# --- And yet not for ever ---


def test_failures_are_kept_for_90_days_and_the_rest_for_three_years():
    for action in ("login", "login failed", "locked out", "code failed", "account changed"):
        record(action=action, now=NOW)

    def left_on(day):
        purge_audit_records(today=day)
        return set(AuditRecord.objects.values_list("action", flat=True))

    everything = {"login", "login failed", "locked out", "code failed", "account changed"}
    assert left_on(date(2027, 4, 11)) == everything
    assert left_on(date(2027, 4, 12)) == {"login", "account changed"}
    assert left_on(date(2030, 1, 10)) == {"login", "account changed"}
    assert left_on(date(2030, 1, 11)) == set()


def test_the_daily_purge_does_it():
    record(action="login", now=NOW)

    with time_machine.travel("2030-02-01 12:00+01:00", tick=False):
        call_command("purge_personal_data", verbosity=0)
        assert timezone.now().year == 2030

    assert AuditRecord.objects.count() == 0
