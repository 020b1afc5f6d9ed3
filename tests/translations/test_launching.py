"""A language that is still being translated: staff work on it, visitors do not know of it until staff show it to them."""

import pytest
from django import forms
from django.contrib.auth.models import Permission

from cic_portal import languages
from cic_portal.accounts.roles import Role
from cic_portal.leaflets import papers
from cic_portal.translations import launching
from cic_portal.translations.models import LanguageSwitch, TextCount
from cic_portal.visitors.forms import language_field
from contact.frame import load_frame
from courses.forms import FilterForm
from services.models import Guide
from tests.accounts.logins import code_of, give_code, log_in, with_app
from tests.factories import PASSWORD, staff_member
from tests.portal_pages import TEMPLATES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]

PAGE = "/admin/languages/"


@pytest.fixture(autouse=True)
def nothing_remembered():
    launching.forget()
    yield
    launching.forget()


@pytest.fixture
def georgian_is_new(monkeypatch):
    """As if its row said `is_launched=False`."""
    monkeypatch.setattr(languages, "NOT_LAUNCHED", ("ka",))


@pytest.fixture
def shown(georgian_is_new):
    LanguageSwitch.objects.create(code="ka", is_on=True, at="2026-01-01T00:00Z")


@pytest.fixture
def everything_translated(georgian_is_new):
    TextCount.objects.filter(code="ka").update(missing=0, outdated=0, current=1)


def post(client, verb, code="ka"):
    return client.post(PAGE, {"verb": verb, "code": code}, follow=True)


@pytest.mark.usefixtures("georgian_is_new")
class TestHidden:
    def test_no_page_names_it(self, client):
        for path in TEMPLATES:
            source = client.get(f"/pl{path}").content.decode()
            assert 'hreflang="uk"' in source, path
            assert "/ka/" not in source, path
            assert 'hreflang="ka"' not in source, path
            assert "ka_GE" not in source, path

    def test_its_addresses_are_not_found(self, client):
        for path in ("", "contact/", "services/", "no-such-page/"):
            response = client.get(f"/ka/{path}")
            assert (response.status_code, response["Content-Language"]) == (404, "pl")
            assert response["Cache-Control"] == "private, no-store"
            assert 'href="/ka/' not in response.content.decode()

    def test_the_reader_of_a_page_that_is_not_there_is_spoken_to_in_their_language(self, client):
        assert client.get("/ka/", headers={"accept-language": "ka,uk;q=0.5"})["Content-Language"] == "uk"

    def test_its_forms_take_nothing(self, client):
        assert client.post("/ka/feedback/", {"path": "/contact/", "helpful": "yes"}).status_code == 404

    @pytest.mark.parametrize("cookie", ["", "ka"])
    def test_nobody_is_sent_to_it(self, client, cookie):
        client.cookies["language"] = cookie

        assert client.get("/", headers={"accept-language": "ka,uk;q=0.5"})["Location"] == "/uk/"
        assert "/ka/" not in client.get("/", headers={"accept-language": "ka"}).content.decode()

    def test_search_engines_do_not_hear_of_it(self, client):
        assert "-ka.xml" not in client.get("/sitemap.xml").content.decode()
        assert client.get("/sitemap-ka.xml").status_code == 404
        assert "/ka/" not in client.get("/sitemap-uk.xml").content.decode()

    def test_no_form_offers_it_and_a_forged_one_is_refused(self):
        field = language_field(label="Język")

        assert "ka" not in dict(field.choices)
        with pytest.raises(forms.ValidationError):
            field.clean("ka")
        assert "ka" not in dict(FilterForm().fields["language"].choices)
        assert FilterForm({"language": "ka"}).is_valid()

    def test_feeds_do_not_speak_it(self, client):
        asked = client.get("/courses.ics?language=ka").content.decode()

        assert asked.replace("?language=ka", "") == client.get("/courses.ics").content.decode()

    def test_no_appointment_is_asked_for_in_it(self, client):
        response = client.get("/pl/contact/appointment/?offer=legal-support&language=ka")

        assert response.templates[0].name == "appointments/start.html"

    def test_paper_does_not_speak_it(self, staff_client, monkeypatch):
        printed = []
        monkeypatch.setattr(papers, "pdf", lambda _name, data: printed.append(data["languages"]) or b"")

        papers.poster(load_frame())

        assert [words["code"] for words in printed[0]] == [code for code in languages.CODES if code != "ka"]
        assert "cards-ka" not in staff_client.get("/admin/leaflets/").content.decode()
        assert staff_client.get("/admin/leaflets/cards-ka.pdf").status_code == 404
        assert len(printed) == 1

    def test_translators_work_on_it(self, staff_client):
        guide = Guide.objects.first()

        for address in (
            f"/admin/services/guide/{guide.pk}/change/?language=ka",
            "/admin/translations/ka/",
            f"/admin/translations/ka/services.guide/{guide.pk}/",
        ):
            assert 'lang="ka"' in staff_client.get(address).content.decode(), address
        assert 'href="/admin/translations/ka/"' in staff_client.get("/admin/translations/").content.decode()

    def test_staff_see_its_pages_and_no_cache_keeps_them(self, staff_client):
        for path in ("", "contact/", "services/legal-stay/"):
            response = staff_client.get(f"/ka/{path}")
            source = response.content.decode()
            assert response.status_code == 200
            assert response["Cache-Control"] == "private, no-store"
            assert '<html lang="ka" dir="ltr">' in source
            assert '<meta name="robots" content="noindex">' in source
            assert 'rel="alternate"' not in source
            assert '<a href="/ka/' in source

    def test_a_password_alone_shows_none_of_it(self, client):
        translator = with_app(staff_member(Role.TRANSLATOR, languages=["ka"]))
        log_in(client, translator, PASSWORD)

        assert client.get("/ka/").status_code == 404
        give_code(client, code_of(translator))
        assert client.get("/ka/").status_code == 200

    def test_pages_ask_once_and_remember_for_a_moment(self, client, django_assert_num_queries, monkeypatch):
        now = [1000.0]
        monkeypatch.setattr(launching.time, "monotonic", lambda: now[0])

        for moment, queries in ((1000, 1), (1001, 0), (1001.4, 0), (1001.6, 1), (1002, 0)):
            now[0] = moment
            with django_assert_num_queries(queries):
                assert languages.is_shown("ka") is False

    def test_a_switch_of_another_process_is_followed_within_two_seconds(self, client, monkeypatch):
        now = [1000.0]
        monkeypatch.setattr(launching.time, "monotonic", lambda: now[0])
        assert client.get("/ka/").status_code == 404

        LanguageSwitch.objects.create(code="ka", is_on=True, at="2026-01-01T00:00Z")

        now[0] += 2
        assert client.get("/ka/").status_code == 200


def test_launched_languages_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert languages.shown() == languages.LANGUAGES


@pytest.mark.usefixtures("shown")
class TestShown:
    def test_it_is_a_language_like_the_others(self, client):
        response = client.get("/ka/contact/")
        source = client.get("/pl/contact/").content.decode()

        assert response.status_code == 200
        assert "public" in response["Cache-Control"]
        assert '<a href="/ka/contact/" lang="ka"' in source
        assert '<link rel="alternate" hreflang="ka"' in source
        assert client.get("/", headers={"accept-language": "ka"})["Location"] == "/ka/"
        assert client.get("/sitemap-ka.xml").status_code == 200
        assert language_field(label="Język").clean("ka") == "ka"

    def test_hiding_it_again_takes_it_from_everywhere(self, client, staff_client, django_capture_on_commit_callbacks):
        assert staff_client.get("/ka/").status_code == 200

        with django_capture_on_commit_callbacks(execute=True):
            response = post(staff_client, "hide")

        assert "Hidden from visitors: ქართული." in response.content.decode()
        client.logout()
        assert client.get("/ka/").status_code == 404
        assert "/ka/" not in client.get("/pl/").content.decode()


class TestDesk:
    def test_every_language_says_how_far_it_is(self, staff_client, georgian_is_new, django_assert_num_queries):
        TextCount.objects.filter(code="ka").update(missing=1, outdated=0, unreviewed=0, current=3)

        with django_assert_num_queries(4):
            response = staff_client.get(PAGE)

        rows = {row.language.code: row for row in response.context["rows"]}
        assert list(rows) == ["ka", *(code for code in languages.TARGETS if code != "ka")]
        assert (rows["ka"].percent, rows["ka"].interface_percent, rows["ka"].is_shown) == (75, 100, False)
        assert rows["uk"].is_launched
        source = response.content.decode()
        assert source.count('<form method="post">') == 1  # launched ones have no button
        assert "Only 75 % of the texts are translated; 90 % are needed." in source

    def test_an_unfinished_language_is_refused_with_what_is_missing(self, staff_client, georgian_is_new):
        TextCount.objects.filter(code="ka").update(missing=11, outdated=0, unreviewed=50, current=39)

        source = post(staff_client, "show").content.decode()

        assert "Not shown yet: ქართული. Only 89 % of the texts are translated; 90 % are needed." in source
        assert LanguageSwitch.objects.count() == 0

    def test_the_threshold_is_a_setting(self, staff_client, georgian_is_new, settings):
        TextCount.objects.filter(code="ka").update(missing=40, outdated=0, unreviewed=20, current=40)
        settings.LANGUAGE_THRESHOLD = 60

        post(staff_client, "show")

        assert LanguageSwitch.objects.get().is_on

    def test_outdated_texts_do_not_count(self, staff_client, georgian_is_new):
        TextCount.objects.filter(code="ka").update(missing=0, outdated=11, unreviewed=0, current=89)

        assert "Only 89 %" in post(staff_client, "show").content.decode()

    def test_one_missing_word_of_the_portal_is_enough_to_refuse(self, staff_client, everything_translated, monkeypatch):
        strings = launching._strings
        monkeypatch.setattr(
            launching, "_strings", lambda code: strings(code) if code == "en" else frozenset(list(strings(code))[1:])
        )

        source = post(staff_client, "show").content.decode()

        assert "Only 99 % of the words of the portal itself" in source
        assert LanguageSwitch.objects.count() == 0

    def test_a_plural_that_lacks_a_form_is_missing(self, tmp_path, settings):
        plural = 'msgid "%(n)s place"\nmsgid_plural "%(n)s places"\n'
        for code, words in (("en", ("place", "places")), ("ka", ("ადგილი", ""))):
            folder = tmp_path / code / "LC_MESSAGES"
            folder.mkdir(parents=True)
            strings = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(words))
            (folder / "django.po").write_text(f'msgid "Yes"\nmsgstr "Yes"\n\n{plural}{strings}')
        settings.LOCALE_PATHS = [tmp_path]

        assert launching.interface_percent("ka") == 50

    def test_a_language_without_a_catalogue_has_no_word(self, georgian_is_new):
        assert launching.interface_percent("vi") == 0

    def test_a_finished_language_is_shown_at_once(
        self, staff_client, client, everything_translated, django_user_model, django_capture_on_commit_callbacks
    ):
        client.get("/pl/")  # this process remembers “hidden”

        with django_capture_on_commit_callbacks(execute=True):
            response = post(staff_client, "show")

        assert "Visitors see ქართული within two seconds." in response.content.decode()
        switch = LanguageSwitch.objects.get()
        assert (switch.code, switch.is_on, switch.by) == ("ka", True, django_user_model.objects.get())
        client.logout()
        assert client.get("/ka/").status_code == 200

    @pytest.mark.parametrize(("verb", "code"), [("hide", "uk"), ("show", "vi"), ("nonsense", "ka"), ("hide", "pl")])
    def test_a_forged_post_changes_nothing(self, staff_client, georgian_is_new, verb, code):
        assert post(staff_client, verb, code).status_code == 200
        assert LanguageSwitch.objects.count() == 0

    def test_who_may_only_read_has_no_button(self, client, django_user_model, everything_translated):
        reader = django_user_model.objects.create_user("reader", is_staff=True)
        reader.user_permissions.add(Permission.objects.get(codename="view_guide"))
        client.force_login(reader)

        assert '<form method="post">' not in client.get(PAGE).content.decode()
        assert client.post(PAGE, {"verb": "show", "code": "ka"}).status_code == 403
        assert LanguageSwitch.objects.count() == 0

    def test_who_has_no_texts_at_the_desk_has_no_languages_either(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("nobody", is_staff=True))

        assert client.get(PAGE).status_code == 403

    def test_a_visitor_is_sent_to_the_login(self, client):
        assert client.get(PAGE).status_code == 302
