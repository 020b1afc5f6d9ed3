"""Texts go to a translator and come back: what staff see, what is saved, and what is not."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cic_portal.texts.fingerprints import fingerprint
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations.exchange.formats import FORMATS, read
from cic_portal.translations.exchange.judging import Origin, origin_of
from cic_portal.translations.exchange.models import Upload
from services.models import Guide, Offer, Section
from tests.admin_forms import posted
from tests.factories import AmountFactory, GuideFactory, OfferFactory, SectionFactory, TermFactory, TopicFactory
from tests.translations.cat_tool import TRANSLATED, CatTool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
FRONT, FILE = "/admin/translations/exchange/", "/admin/translations/exchange/file/"
BOTH = pytest.mark.parametrize("version", FORMATS)


def exported(client, **query):
    response = client.get(FILE, {"language": "uk", "which": "all", **query})
    assert response["Content-Type"] == "application/xliff+xml; charset=utf-8", response.content.decode()
    return response.content


def upload(client, content, name="uk.xlf"):
    return client.post(FRONT, {"file": SimpleUploadedFile(name, content)}, follow=True)


def confirm(client, preview, **ticks):
    form = preview.context["form"]
    return client.post(preview.request["PATH_INFO"], {"seen": form["seen"].value(), **ticks}, follow=True)


def verdicts(preview):
    return {row["heading"]: row["verdict"].value for row in preview.context["rows"].object_list}


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def guide(empty_portal):
    guide = GuideFactory(
        title="Numer PESEL", summary="Co to jest.", keywords="", reviewed=True, topic=TopicFactory(reviewed=True)
    )
    SectionFactory(guide=guide, kind=Section.Kind.WHAT, body="Numer dostaje każdy.", reviewed=True)
    return guide


def ids(guide):
    return {
        "title": f"services.guide:{guide.pk}:title",
        "summary": f"services.guide:{guide.pk}:summary",
        "body": f"services.section:{guide.sections.get().pk}:body",
    }


@BOTH
def test_a_change_in_polish_travels_to_a_translator_and_back_to_the_reader(staff_client, client, guide, version):
    TermFactory(name="PESEL", slug="pesel", reviewed=True)
    AmountFactory(slug="fee-x", reviewed=True)
    page = f"/uk{guide.get_absolute_url().removeprefix('/pl')}"
    assert 'role="note"' not in client.get(page).content.decode().split("<footer")[0]

    edit = f"/admin/services/guide/{guide.pk}/change/"
    changed = {
        "title_pl": "Numer PESEL 2027",
        "sections-0-body_pl": "Numer ma [[PESEL]] i {{fee-x}}.\n\nIdź do urzędu.",
    }
    staff_client.post(edit, posted(staff_client.get(edit), **changed))
    assert "Польський текст змінився" in client.get(page).content.decode()

    file = CatTool(exported(staff_client, which="to-do", version=version))
    assert file.ids == [ids(guide)["title"], ids(guide)["body"]]
    back = file.translate({ids(guide)["title"]: "Номер PESEL 2027", ids(guide)["body"]: "Номер <1>: <2>.\n\nЙдіть."})
    preview = upload(staff_client, back)
    assert verdicts(preview) == {"Title": "changed", "What it is": "changed"}
    assert Guide.objects.get(pk=guide.pk).title_uk == "Numer PESEL uk"
    done = confirm(staff_client, preview, is_read="on")

    assert said(done) == ["Saved translations: 2."]
    guide = Guide.objects.get(pk=guide.pk)
    assert guide.title_uk == "Номер PESEL 2027"
    assert guide.sections.get().body_uk == "Номер [[PESEL]]: {{fee-x}}.\n\nЙдіть."
    shown = client.get(page).content.decode()
    assert "Номер PESEL 2027" in shown
    assert 'role="note"' not in shown.split("<footer")[0]
    assert guide.translation_record["uk"]["title"] == {
        "made_from": fingerprint("Numer PESEL 2027"),
        "origin": "xliff",
        "confirmed_by": "desk",
        "confirmed_on": timezone.localdate().isoformat(),
    }


@BOTH
def test_a_file_that_comes_back_untouched_changes_nothing(staff_client, guide, version):
    before = Guide.objects.values("title_uk", "translation_record", "updated_at").get(pk=guide.pk)

    preview = upload(staff_client, exported(staff_client, version=version, kinds="services.guide"))

    assert preview.context["counts"] == [("as on the portal", 3)]
    assert "There is nothing in this file that could be saved." in preview.content.decode()
    assert Guide.objects.values("title_uk", "translation_record", "updated_at").get(pk=guide.pk) == before


@BOTH
def test_everything_the_portal_ships_with_travels_without_loss(staff_client, version):
    content = exported(staff_client, version=version)

    preview = upload(staff_client, content)

    assert len(read(content).texts()) > 500
    assert dict(preview.context["counts"]).keys() == {"as on the portal"}


def test_without_the_tick_nobody_has_read_what_came(staff_client, guide):
    back = CatTool(exported(staff_client)).translate({ids(guide)["title"]: "Номер"})

    confirm(staff_client, upload(staff_client, back))

    guide.refresh_from_db()
    assert (guide.title_uk, guide.field_status("title", "uk")) == ("Номер", TranslationStatus.UNREVIEWED)


def test_the_tick_vouches_only_for_what_the_file_calls_final(staff_client, guide):
    file = CatTool(exported(staff_client))
    file.translate({ids(guide)["title"]: "Номер"}, state=TRANSLATED)
    back = file.translate({ids(guide)["summary"]: "Що це."})

    confirm(staff_client, upload(staff_client, back), is_read="on")

    guide.refresh_from_db()
    assert [guide.field_status(field, "uk") for field in ("title", "summary")] == [
        TranslationStatus.UNREVIEWED,
        TranslationStatus.CURRENT,
    ]


@pytest.mark.parametrize(
    ("state", "ticks", "status"),
    [
        ("translated", {}, TranslationStatus.UNREVIEWED),
        ("final", {}, TranslationStatus.UNREVIEWED),
        ("final", {"is_read": "on"}, TranslationStatus.CURRENT),
    ],
)
def test_a_translator_may_say_that_the_old_words_still_fit(staff_client, guide, state, ticks, status):
    Guide.objects.filter(pk=guide.pk).update(title_pl="Numer PESEL teraz")
    back = CatTool(exported(staff_client)).translate({ids(guide)["title"]: "Numer PESEL uk"}, state=state)

    preview = upload(staff_client, back)
    confirm(staff_client, preview, **ticks)

    assert verdicts(preview) == {"Title": "same words"}
    assert Guide.objects.get(pk=guide.pk).field_status("title", "uk") == status


def test_what_the_file_leaves_empty_deletes_nothing(staff_client, guide):
    file = CatTool(exported(staff_client, kinds="services.guide"))
    back = file.translate({ids(guide)["title"]: "", ids(guide)["summary"]: " \n"})

    preview = upload(staff_client, back)

    assert dict(preview.context["counts"]) == {"as on the portal": 1, "not translated in the file": 2}


def test_a_text_whose_polish_changed_is_refused_by_name_and_the_rest_is_asked_for(staff_client, guide):
    back = CatTool(exported(staff_client)).translate({ids(guide)["title"]: "Номер", ids(guide)["summary"]: "Що це."})
    Guide.objects.filter(pk=guide.pk).update(title_pl="Zupełnie inaczej")

    preview = upload(staff_client, back)
    refused = confirm(staff_client, preview)

    assert verdicts(preview) == {"Title": "stale", "Summary": "changed"}
    assert "The Polish text has changed since the file was exported." in preview.content.decode()
    assert refused.context["form"].errors == {"rest": ["Tick it, or ask the translator for a new file first."]}
    assert Guide.objects.get(pk=guide.pk).summary_uk == "Co to jest. uk"

    confirm(staff_client, preview, rest="on")

    guide.refresh_from_db()
    assert (guide.title_uk, guide.summary_uk) == ("Numer PESEL uk", "Що це.")


def test_what_a_colleague_wrote_meanwhile_stays(staff_client, guide):
    back = CatTool(exported(staff_client)).translate({ids(guide)["title"]: "Номер"})
    Guide.objects.filter(pk=guide.pk).update(title_uk="Номер колеги")

    preview = upload(staff_client, back)

    assert verdicts(preview) == {"Title": "overtaken"}
    assert "There is nothing in this file that could be saved." in preview.content.decode()


def test_what_changes_between_preview_and_confirmation_is_shown_once_more(staff_client, guide):
    preview = upload(staff_client, CatTool(exported(staff_client)).translate({ids(guide)["title"]: "Номер"}))
    Guide.objects.filter(pk=guide.pk).update(title_uk="Номер колеги")

    again = confirm(staff_client, preview)

    assert said(again) == ["Something has changed since you opened this page. Look at it once more."]
    assert verdicts(again) == {"Title": "overtaken"}
    assert Guide.objects.get(pk=guide.pk).title_uk == "Номер колеги"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Без знака", "[[PESEL]]"),
        ("Номер [[PESEL]] <b>тут</b>", "HTML"),
        ("Номер [[PESEL]] {{other-amount}}", "{{other-amount}}"),
    ],
)
def test_words_that_cannot_be_taken_are_shown_with_the_reason(staff_client, guide, words, problem):
    section = guide.sections.get()
    Section.objects.filter(pk=section.pk).update(body_pl="Numer [[PESEL]]")
    back = CatTool(exported(staff_client)).translate({ids(guide)["body"]: words})

    preview = upload(staff_client, back)

    row = preview.context["rows"].object_list[0]
    assert (row["heading"], row["verdict"].value) == ("What it is", "wrong")
    assert problem in str(row["problems"])
    assert Section.objects.get(pk=section.pk).body_uk == "Numer dostaje każdy. uk"


def test_what_is_too_long_is_shown_with_the_limit(staff_client, guide):
    preview = upload(staff_client, CatTool(exported(staff_client)).translate({ids(guide)["title"]: "Номер " * 40}))

    assert "At most 160 characters fit here" in preview.content.decode()


@BOTH
def test_a_text_that_is_gone_is_named(staff_client, guide, version):
    back = CatTool(exported(staff_client, version=version)).translate({ids(guide)["body"]: "Текст"})
    name = ids(guide)["body"]
    guide.sections.all().delete()

    preview = upload(staff_client, back)

    assert verdicts(preview) == {name: "unknown"}


def test_a_whole_object_that_is_gone_is_no_error(staff_client, guide):
    content = exported(staff_client, kinds="services.guide")
    guide.delete()

    assert set(verdicts(upload(staff_client, content)).values()) == {"unknown"}


def test_texts_cannot_be_moved_to_another_object_by_their_ids(staff_client, guide):
    other = OfferFactory(reviewed=True)
    content = CatTool(exported(staff_client, kinds="services.guide")).translate({ids(guide)["title"]: "Номер"})

    preview = upload(
        staff_client, content.replace(ids(guide)["title"].encode(), f"services.offer:{other.pk}:title".encode())
    )

    assert "unknown" in verdicts(preview).values()
    assert Offer.objects.get(pk=other.pk).title_uk == "Wsparcie uk"


@BOTH
@pytest.mark.parametrize("which", ["to-do", "unread", "all"])
def test_staff_choose_which_texts_leave(staff_client, guide, version, which):
    Guide.objects.filter(pk=guide.pk).update(title_uk="")
    record = Guide.objects.get(pk=guide.pk)
    record.record_translation("uk", "summary", origin="staff")
    record.save()

    names = {"to-do": ["title"], "unread": ["title", "summary"], "all": ["title", "summary", "body"]}[which]
    file = CatTool(exported(staff_client, which=which, version=version, kinds="services.guide"))

    assert file.ids == [ids(guide)[name] for name in names]


def test_a_file_says_where_its_texts_are_edited_and_is_known_by_it(staff_client, guide):
    origin = read(exported(staff_client, kinds="services.guide")).objects[0].origin

    assert origin == f"https://portal.example/admin/translations/uk/services.guide/{guide.pk}/"
    assert origin_of(origin) == Origin("uk", "services.guide", str(guide.pk))
    assert staff_client.get(origin.removeprefix("https://portal.example")).status_code == 200


def test_a_file_has_a_name_that_every_system_can_store(staff_client, guide):
    response = staff_client.get(FILE, {"language": "uk", "which": "all"})

    assert response["Content-Disposition"] == f'attachment; filename="portal-uk-{timezone.localdate():%Y-%m-%d}.xlf"'
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "language"),
        ({"language": "pl"}, "language"),
        ({"language": "vi"}, "language"),
        ({"language": "uk", "kinds": "accounts.user"}, "kinds"),
        ({"language": "uk", "version": "1.1"}, "version"),
        ({"language": "uk", "which": "none"}, "which"),
        ({"language": "uk", "which": "to-do"}, "__all__"),
    ],
)
def test_a_file_that_cannot_be_made_says_why_beside_the_choice(staff_client, guide, query, field):
    response = staff_client.get(FILE, query)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert 'class="errornote"' in response.content.decode()


def test_fifty_megabytes_are_refused_and_not_read(staff_client, guide, monkeypatch):
    def not_read(self, *args):
        raise AssertionError("the file was read")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.read", not_read, raising=False)

    response = upload(staff_client, b"<" * (50 * 1024 * 1024))

    assert response.context["upload_form"].errors == {"file": ["The file is too large: at most 20.0\xa0MB."]}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"hello", "The file cannot be read: it is not well-formed XML."),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "The file has a document type or entities"),
    ],
)
def test_a_bad_file_comes_back_with_a_sentence_beside_it(staff_client, guide, content, sentence):
    response = upload(staff_client, content)

    assert response.context["upload_form"].errors["file"][0].startswith(sentence)
    assert "<title>Error:" in response.content.decode()
    assert Upload.objects.count() == 0


def test_no_file_is_no_error_page(staff_client, guide):
    assert staff_client.post(FRONT).context["upload_form"].errors == {"file": ["Choose a file."]}


def test_a_preview_belongs_to_whoever_uploaded_the_file(staff_client, client, guide, django_user_model):
    preview = upload(staff_client, CatTool(exported(staff_client)).translate({ids(guide)["title"]: "Номер"}))
    address = preview.request["PATH_INFO"]
    client.force_login(django_user_model.objects.create_superuser("other"))

    seen = client.get(address)
    client.post(address, {"seen": preview.context["form"]["seen"].value()})

    assert seen["Location"] == FRONT
    assert Guide.objects.get(pk=guide.pk).title_uk == "Numer PESEL uk"


def test_confirming_twice_saves_once(staff_client, guide):
    preview = upload(staff_client, CatTool(exported(staff_client)).translate({ids(guide)["title"]: "Номер"}))
    confirm(staff_client, preview)
    Guide.objects.filter(pk=guide.pk).update(title_uk="Пізніше")

    again = confirm(staff_client, preview)

    assert said(again) == ["This preview is over. The file was imported or put away, or it waited too long."]
    assert Guide.objects.get(pk=guide.pk).title_uk == "Пізніше"


def test_a_file_may_be_put_away(staff_client, guide):
    preview = upload(staff_client, CatTool(exported(staff_client)).translate({ids(guide)["title"]: "Номер"}))

    response = confirm(staff_client, preview, discard="yes")

    assert said(response) == ["The file was put away. Nothing was changed."]
    assert (Upload.objects.count(), Guide.objects.get(pk=guide.pk).title_uk) == (0, "Numer PESEL uk")


def test_a_file_that_nobody_confirms_is_gone_after_a_day(staff_client, guide):
    preview = upload(staff_client, CatTool(exported(staff_client)).translate({ids(guide)["title"]: "Номер"}))
    Upload.objects.update(created_at=timezone.now() - timedelta(hours=25))

    assert staff_client.get(preview.request["PATH_INFO"])["Location"] == FRONT
    call_command("purge_personal_data", verbosity=0)
    assert Upload.objects.count() == 0


@pytest.fixture
def translator(client, django_user_model):
    """Sees guides only, and translates them into two languages."""
    user = django_user_model.objects.create_user("translator", is_staff=True, languages=["uk", "ru"])
    user.groups.add(Group.objects.get(name="translator"))
    everything_else = Permission.objects.exclude(codename="view_guide").filter(group__name="translator")
    Group.objects.get(name="translator").permissions.remove(*everything_else)
    client.force_login(user)
    return client


def test_staff_see_the_kinds_that_they_may_change(translator, guide):
    kinds = translator.get(FRONT).context["form"].fields["kinds"].choices

    assert [label for label, _name in kinds] == ["services.guide"]
    assert {text.id.split(":")[0] for text in read(exported(translator)).texts()} == {
        "services.guide",
        "services.section",
    }


def test_a_file_of_another_kind_is_refused_text_by_text(translator, guide, django_user_model):
    other = OfferFactory(reviewed=True)
    client = type(translator)()
    client.force_login(django_user_model.objects.create_superuser("desk"))
    content = CatTool(exported(client)).translate({f"services.offer:{other.pk}:title": "Підтримка"})

    preview = upload(translator, content)

    assert verdicts(preview) == {"Title": "forbidden"}


def test_a_translator_has_languages_of_their_own(translator, guide, monkeypatch, django_user_model):
    content = exported(translator, language="ru")
    monkeypatch.setattr(django_user_model, "may_translate", lambda self, code: code == "uk", raising=False)

    assert [code for code, _name in translator.get(FRONT).context["form"].fields["language"].choices] == ["uk"]
    assert list(translator.get(FILE, {"language": "ru"}).context["form"].errors) == ["language"]
    assert upload(translator, content).context["upload_form"].errors == {
        "file": ["You may not translate into this language: Русский."]
    }


def test_whoever_lost_a_language_can_no_longer_confirm(translator, guide, monkeypatch, django_user_model):
    preview = upload(translator, CatTool(exported(translator)).translate({ids(guide)["title"]: "Номер"}))
    monkeypatch.setattr(django_user_model, "may_translate", lambda self, code: code == "ru", raising=False)

    assert confirm(translator, preview).status_code == 403
    assert Guide.objects.get(pk=guide.pk).title_uk == "Numer PESEL uk"


@pytest.mark.parametrize("address", [FRONT, FILE, f"{FRONT}1/"])
def test_who_may_change_no_text_has_no_business_here(client, address, django_user_model):
    client.force_login(django_user_model.objects.create_user("reception", is_staff=True))
    Upload.objects.create(pk=1, owner=django_user_model.objects.get(), code="uk", texts=[], created_at=timezone.now())

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", [FRONT, FILE, f"{FRONT}1/"])
def test_strangers_are_asked_to_log_in(client, address):
    assert client.get(address)["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("count", [1, 3])
def test_an_export_asks_as_often_for_three_guides_as_for_one(staff_client, guide, django_assert_num_queries, count):
    for _ in range(count - 1):
        SectionFactory(guide=GuideFactory(topic=guide.topic))

    with django_assert_num_queries(4):
        exported(staff_client, kinds="services.guide")


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_asks_as_often_for_three_guides_as_for_one(staff_client, guide, django_assert_num_queries, count):
    guides = [guide, *(GuideFactory(topic=guide.topic, reviewed=True) for _ in range(count - 1))]
    words = {f"services.guide:{each.pk}:title": "Номер" for each in guides}
    file = CatTool(exported(staff_client, kinds="services.guide"))
    address = upload(staff_client, file.translate(words)).request["PATH_INFO"]

    with django_assert_num_queries(5):
        preview = staff_client.get(address)

    assert len(preview.context["rows"].object_list) == count
