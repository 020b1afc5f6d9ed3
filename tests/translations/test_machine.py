"""Drafts by a service: what is saved, what is left alone, and what staff are told."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from cic_portal.personal_data.models import PersonalData
from cic_portal.texts.fingerprints import fingerprint
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations.coverage import holders
from cic_portal.translations.machine.actions import draft_by_machine
from cic_portal.translations.machine.pages import machine_button
from cic_portal.translations.machine.providers import Provider
from cic_portal.translations.machine.reasons import WhyNoDraft
from services.models import Guide, Offer, Section
from tests.factories import GuideFactory, OfferFactory, SectionFactory
from tests.processes import manage
from tests.translations.services import running_service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
TODAY = date(2026, 11, 26)


@pytest.fixture(params=["deepl", "libretranslate"])
def service(request, settings):
    with running_service() as server:
        settings.MACHINE_TRANSLATION = request.param
        settings.MACHINE_TRANSLATION_URL = server.address
        settings.MACHINE_TRANSLATION_KEY = "a-key"
        settings.MACHINE_TRANSLATION_TIMEOUT = 1
        yield server


@pytest.fixture
def member(django_user_model):
    return django_user_model.objects.create_superuser("member")


@pytest.fixture
def guide():
    guide = GuideFactory(title="Numer PESEL", summary="Dla każdego.", keywords="", untranslated=True)
    SectionFactory(guide=guide, body="- Numer [[PESEL]]\n- {{fee-x}}", untranslated=True)
    return guide


def draft(instance, by, code="uk"):
    return draft_by_machine(instance=instance, code=code, by=by, today=TODAY)


def address(guide, code="uk"):
    return f"/admin/translations/{code}/services.guide/{guide.pk}/machine/"


@pytest.fixture
def while_the_service_thinks(monkeypatch):
    """Does something after the question has left and before the answer is saved."""

    def prepare(action):
        translate = Provider.translate

        def translate_and_act(self, texts, code):
            answers = translate(self, texts, code)
            action()
            return answers

        monkeypatch.setattr(Provider, "translate", translate_and_act)

    return prepare


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


def test_missing_texts_get_a_draft_that_nobody_has_read(service, member, guide):
    drafts = draft(guide, member)

    guide = Guide.objects.get(pk=guide.pk)
    assert (guide.title_uk, guide.summary_uk) == ("NUMER PESEL", "DLA KAŻDEGO.")
    assert guide.sections.get().body_uk == "- NUMER [[PESEL]]\n- {{fee-x}}"
    assert [unit.field for unit in drafts.saved] == ["title", "summary", "body"]
    assert guide.translation_record["uk"]["title"] == {
        "made_from": fingerprint("Numer PESEL"),
        "origin": "machine",
        "confirmed_by": "",
        "confirmed_on": "",
    }
    assert guide.translation_status("uk") == TranslationStatus.UNREVIEWED
    assert guide.translation_status("ru") == TranslationStatus.MISSING


def test_readers_are_told_that_nobody_has_read_a_draft(service, member, guide, client):
    draft(guide, member)

    page = client.get(f"/uk{guide.get_absolute_url().removeprefix('/pl')}").content.decode()

    assert "NUMER PESEL" in page
    assert "notice--quiet" in page


def test_what_is_current_stays_whoever_wrote_it(service, member):
    offer = OfferFactory(title="Wsparcie", reviewed=True)
    Offer.objects.filter(pk=offer.pk).update(body_pl="Nowy tekst.")
    offer.refresh_from_db()

    draft(offer, member)

    offer.refresh_from_db()
    assert (offer.title_uk, offer.body_uk) == ("Wsparcie uk", "NOWY TEKST.")
    assert offer.field_status("title", "uk") == TranslationStatus.CURRENT
    assert offer.field_status("body", "uk") == TranslationStatus.UNREVIEWED
    assert [question for _path, _headers, body in service.asked for question in (body.get("text") or body["q"])] == [
        "Nowy tekst."
    ]


def test_what_a_person_saves_while_the_service_thinks_stays(service, member, guide, while_the_service_thinks):
    theirs = {"title_uk": "Написала людина", "summary_pl": "Inaczej."}
    while_the_service_thinks(lambda: Guide.objects.filter(pk=guide.pk).update(**theirs))

    drafts = draft(guide, member)

    guide.refresh_from_db()
    assert (guide.title_uk, guide.summary_uk or "") == ("Написала людина", "")
    assert [unit.field for unit in drafts.saved] == ["body"]


def test_an_object_that_is_deleted_meanwhile_is_no_error(service, member, guide, while_the_service_thinks):
    while_the_service_thinks(lambda: Guide.objects.filter(pk=guide.pk).delete())

    drafts = draft(guide, member)

    assert (drafts.saved, drafts.why_not, len(service.asked)) == ((), None, 1)


def test_nothing_is_locked_while_the_service_thinks(service, member, guide, while_the_service_thinks):
    inside, savepoints = [], list(connection.savepoint_ids)
    while_the_service_thinks(lambda: inside.append(list(connection.savepoint_ids)))

    draft(guide, member)

    assert inside == [savepoints]


def test_a_draft_that_lost_a_sign_is_refused_and_the_others_are_kept(service, member, guide):
    service.change = lambda text: text.partition("<")[0] or text

    drafts = draft(guide, member)

    assert [(unit.field, problem) for unit, problem in drafts.refused] == [("body", WhyNoDraft.SIGNS.label)]
    assert [unit.field for unit in drafts.saved] == ["title", "summary"]
    assert not Section.objects.get(guide=guide).body_uk


def test_a_draft_that_does_not_fit_is_refused_with_the_limit(service, member, guide):
    service.change = lambda text: text * 30

    drafts = draft(guide, member)

    problems = {unit.field: str(problem) for unit, problem in drafts.refused}
    assert "160" in problems["title"]


@pytest.mark.parametrize(
    ("does", "why"),
    [("hangs", WhyNoDraft.LATE), (403, WhyNoDraft.KEY), (456, WhyNoDraft.QUOTA), (b"{", WhyNoDraft.STRANGE)],
)
def test_a_service_that_fails_changes_nothing(service, member, guide, does, why):
    service.does = does

    drafts = draft(guide, member)

    assert (drafts.why_not, drafts.saved) == (why, ())
    assert Guide.objects.get(pk=guide.pk).translation_status("uk") == TranslationStatus.MISSING


def test_nothing_to_do_asks_nobody(service, member):
    assert draft(OfferFactory(), member).why_not == WhyNoDraft.NOTHING
    assert service.asked == []


def test_without_a_service_there_are_no_drafts_and_no_button(member, guide, staff_client):
    assert draft(guide, member).why_not == WhyNoDraft.OFF
    assert machine_button(user=member, instance=guide, code="uk") is None
    assert said(staff_client.post(address(guide))) == [str(WhyNoDraft.OFF.label)]


def test_no_text_about_a_person_is_ever_sent(service, member):
    assert [model for model in holders() if issubclass(model, PersonalData)] == []


def test_a_member_of_staff_presses_the_button(service, staff_client, guide):
    response = staff_client.post(address(guide))

    assert response["Location"] == f"/admin/translations/uk/services.guide/{guide.pk}/"
    assert said(response) == ["Drafts: 3. Nobody has read them yet: compare them with the Polish text."]
    assert Guide.objects.get(pk=guide.pk).title_uk == "NUMER PESEL"


def test_the_button_stands_at_the_translation_desk(service, staff_client, guide):
    page = staff_client.get(f"/admin/translations/uk/services.guide/{guide.pk}/").content.decode()

    assert f'action="{address(guide)}"' in page
    assert "draft 3 texts" in page


def test_a_member_of_staff_reads_why_there_is_no_draft(service, staff_client, guide):
    service.does = 429

    assert said(staff_client.post(address(guide))) == [
        "The translation service was asked too often. Nothing was changed; wait a minute."
    ]


def test_a_member_of_staff_reads_which_draft_was_refused(service, staff_client, guide):
    service.change = lambda text: text.partition("<")[0] or text

    assert said(staff_client.post(address(guide)))[1:] == [
        "What it is: The draft lost or doubled a term, an amount, a link or a number, so it was not kept."
    ]


def test_the_button_is_for_languages_that_the_service_speaks(service, member, guide, settings):
    settings.MACHINE_TRANSLATION_LANGUAGES = ["uk"]

    button = machine_button(user=member, instance=guide, code="uk")

    assert (button["count"], button["label"], button["pk"]) == (3, "services.guide", guide.pk)
    assert machine_button(user=member, instance=guide, code="ru") is None
    assert machine_button(user=member, instance=OfferFactory(), code="uk") is None


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/admin/translations/pl/services.guide/{pk}/machine/", 404),
        ("/admin/translations/vi/services.guide/{pk}/machine/", 404),
        ("/admin/translations/uk/services.section/{pk}/machine/", 404),
        ("/admin/translations/uk/staff.user/1/machine/", 404),
        ("/admin/translations/uk/services.guide/999999/machine/", 404),
    ],
)
def test_forged_addresses_lead_nowhere(service, staff_client, guide, path, status):
    assert staff_client.post(path.format(pk=guide.pk)).status_code == status
    assert service.asked == []


def test_looking_at_the_address_asks_for_nothing(service, staff_client, guide):
    assert staff_client.get(address(guide)).status_code == 405
    assert service.asked == []


def test_only_who_may_change_the_text_may_ask(service, client, guide, django_user_model, monkeypatch):
    user = django_user_model.objects.create_user("reception", is_staff=True)
    client.force_login(user)
    assert client.post(address(guide)).status_code == 403

    user.user_permissions.add(Permission.objects.get(codename="change_guide"))
    monkeypatch.setattr(django_user_model, "may_translate", lambda self, code: code == "ru", raising=False)

    assert client.post(address(guide)).status_code == 403
    assert service.asked == []
    assert client.post(address(guide, "ru")).status_code == 302


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"MACHINE_TRANSLATION": "google"}, "MACHINE_TRANSLATION is empty, deepl or libretranslate."),
        ({"MACHINE_TRANSLATION": "deepl"}, "DeepL needs MACHINE_TRANSLATION_KEY."),
        ({"MACHINE_TRANSLATION": "libretranslate"}, "LibreTranslate needs MACHINE_TRANSLATION_URL."),
        (
            {"MACHINE_TRANSLATION": "libretranslate", "MACHINE_TRANSLATION_URL": "http://translate.example"},
            "MACHINE_TRANSLATION_URL begins with https://",
        ),
    ],
)
def test_the_portal_does_not_start_with_half_a_service(environment, sentence):
    result = manage("check", SECRET_KEY="k3Y-" * 20, DEBUG="false", **environment)

    assert result.returncode == 1
    assert sentence in result.stderr
