"""The translation desk: what staff see, save and are refused."""

import re
from datetime import date
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cic_portal.languages import TARGETS
from cic_portal.texts.fingerprints import fingerprint
from cic_portal.translations import coverage
from cic_portal.translations.actions import save_translation, save_units
from cic_portal.translations.models import TextCount
from cic_portal.translations.units import units_of
from services.models import Guide, Offer, Section, Term
from tests.factories import AmountFactory, GuideFactory, OfferFactory, SectionFactory, TermFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
TODAY = date(2026, 11, 25)
NOTICES = (
    "No human translator has checked this translation yet.",
    "The Polish text has changed since this translation was made.",
    "This page is not available in your language yet.",
)


def at_desk(instance, code="uk"):
    return f"/admin/translations/{code}/{instance._meta.label_lower}/{instance.pk}/"


def sent(response, **changes):
    """What a browser sends back from the page; `changes` name fields by their last part (`title`, `body`)."""
    fields = re.findall(
        r'<(textarea|input)[^>]*name="([a-z]+\.[^"]+)"([^>]*)(?:>\s?([^<]*)</textarea)?', page_of(response)
    )
    data = {}
    for _kind, name, attributes, words in fields:
        value = re.search(r'value="([^"]*)"', attributes)
        data[name] = unescape(value[1] if value else words)
        if name.rpartition(":")[2] in changes:
            data[name] = changes[name.rpartition(":")[2]]
    buttons = {name: "1" for name in changes if name in ("_draft", "_reviewed", "_next")}
    return data | (buttons or {"_draft": "1"})


def page_of(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in response.context["messages"]]


def states(instance, code="uk"):
    return [unit.status.value for unit in units_of(type(instance).objects.get(pk=instance.pk), code)]


@pytest.fixture
def somebody(client, django_user_model):
    """Logs somebody in with some rights."""

    def logged_in(*rights, name="somebody"):
        user = django_user_model.objects.create_user(name, is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(user)
        return client

    return logged_in


@pytest.fixture
def guide(empty_portal):
    guide = GuideFactory(title="Numer PESEL", reviewed=True, topic__reviewed=True)
    SectionFactory(guide=guide, reviewed=True, body="Pierwsze zdanie. Opłata wynosi 100 zł.")
    return guide


def edit_polish(section, text, django_user_model):
    section.body_pl = text
    editor = django_user_model.objects.get_or_create(username="editor")[0]
    save_translation(instance=section, code="pl", changed_columns=["body_pl"], by=editor, confirmed=False, today=TODAY)


def test_a_polish_change_goes_through_the_desk_to_a_page_without_notice(staff_client, guide, django_user_model):
    public = f"/uk{guide.get_absolute_url()[3:]}"
    section = guide.parts()[0]
    assert not any(words in page_of(staff_client.get(public.replace("/uk/", "/en/"))) for words in NOTICES)

    edit_polish(section, "Pierwsze zdanie. Opłata wynosi 200 zł.", django_user_model)

    assert NOTICES[1] in page_of(staff_client.get(public.replace("/uk/", "/en/")))
    assert coverage.totals()["en"].outdated == 1
    board = page_of(staff_client.get("/admin/translations/"))
    assert '<a href="/admin/translations/en/services.guide/?state=outdated">' in board
    listed = page_of(staff_client.get("/admin/translations/en/services.guide/?state=outdated"))
    assert f'<a href="{at_desk(guide, "en")}" lang="pl">Numer PESEL</a>' in listed
    opened = staff_client.get(at_desk(guide, "en"))
    changes = re.sub(r"<span.*?</span>", "", re.search(r'<ul class="changes".*?</ul>', page_of(opened))[0])
    assert "Opłata wynosi <del>100</del> <ins>200</ins> zł." in changes

    done = staff_client.post(at_desk(guide, "en"), sent(opened, body="It costs 200 zł.", _reviewed="1"), follow=True)

    assert said(done) == ["Saved as reviewed."]
    assert set(states(guide, "en")) == {"current"}
    page = page_of(staff_client.get(public.replace("/uk/", "/en/")))
    assert "It costs 200" in page
    assert not any(words in page for words in NOTICES)
    assert coverage.totals()["en"].outdated == 0


def test_a_draft_is_shown_to_visitors_with_the_notice(staff_client):
    offer = OfferFactory(slug="help", untranslated=True)

    response = staff_client.post(
        at_desk(offer, "en"),
        sent(staff_client.get(at_desk(offer, "en")), title="Help", summary="We help.", body="Text."),
    )

    assert response.status_code == 302
    assert states(offer, "en") == ["unreviewed"] * 3
    assert NOTICES[0] in page_of(staff_client.get("/en/support/help/"))


def test_polish_stands_beside_each_text_with_its_fixed_words(staff_client, empty_portal):
    TermFactory(name="karta pobytu", equivalent="посвідка")
    AmountFactory(slug="fee", value="340")
    guide = GuideFactory(untranslated=True)
    SectionFactory(guide=guide, body="Weź kartę pobytu. Opłata {{fee}}.", untranslated=True)

    page = page_of(staff_client.get(at_desk(guide, "ar")))

    assert (
        '<div class="polish-source" lang="pl" dir="ltr">Weź <mark>kartę pobytu</mark>. '
        "Opłata <mark>{{fee}}</mark>.</div>"
    ) in page
    assert '<dt lang="pl" dir="ltr">karta pobytu</dt>' in page
    assert '<span lang="ar" dir="rtl">посвідка ar</span>' in page
    assert re.search(r'<span lang="ar" dir="rtl">[^<]*340[^<]*</span>', page)
    assert len(re.findall(r'<textarea[^>]*lang="ar" dir="rtl"', page)) == 4


def test_one_goes_from_each_object_to_the_next(staff_client, empty_portal):
    first, last = OfferFactory(untranslated=True), OfferFactory(untranslated=True)
    guide = GuideFactory(untranslated=True)
    OfferFactory(reviewed=True)
    Offer.objects.exclude(pk__in=[first.pk, last.pk]).get()
    mine = [("services.guide", guide.pk), ("services.offer", first.pk), ("services.offer", last.pk)]
    labels = [row.label for row in coverage.board()]
    ours = {item for item in coverage.waiting("uk") if item[0].startswith("services.")}
    assert ours == set(mine)

    def following(item):
        return coverage.next_waiting("uk", [label for label in labels if label.startswith("services.")], after=item)

    assert [following(item) for item in mine] == [mine[1], mine[2], mine[0]]
    page = page_of(staff_client.get(at_desk(guide)))
    assert f'<a href="{at_desk(first)}">Next untranslated' in page
    changes = {"title": "Так", "summary": "Так", "keywords": "так", "_next": "1"}
    response = staff_client.post(at_desk(guide), sent(staff_client.get(at_desk(guide)), **changes))
    assert response["Location"] == at_desk(first)


def test_after_the_last_one_the_language_is_shown(staff_client):
    TextCount.objects.update(missing=0, outdated=0)
    offer = Offer.objects.first()

    response = staff_client.post(at_desk(offer), sent(staff_client.get(at_desk(offer)), _next="1"), follow=True)

    assert response.redirect_chain[-1][0] == "/admin/translations/uk/"
    assert said(response) == ["Saved as reviewed.", "Nothing else waits in this language."]


def test_the_board_has_every_kind_in_every_language(staff_client, empty_portal):
    OfferFactory(untranslated=True)
    OfferFactory(reviewed=True)

    response = staff_client.get("/admin/translations/")

    rows = {row.label: cells for row, cells in response.context["rows"]}
    assert [language.code for language, _counts in rows["services.offer"]] == list(TARGETS)
    assert {(counts.missing, counts.current, counts.percent) for _language, counts in rows["services.offer"]} == {
        (3, 3, 50)
    }
    assert 'href="/admin/translations/ar/services.offer/?state=missing"' in page_of(response)
    assert page_of(response).count("50&nbsp;%") == 9


def test_one_language_names_its_kinds_and_where_to_begin(staff_client, empty_portal):
    offer = OfferFactory(untranslated=True)
    Term.objects.all().delete()

    page = page_of(staff_client.get("/admin/translations/ka/"))

    assert 'href="/admin/translations/ka/services.offer/?state=missing"' in page
    assert f'<a class="button" href="{at_desk(offer, "ka")}">' in page


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("missing", ["Brak"]),
        ("outdated", ["Stare"]),
        ("waiting", ["Brak", "Stare"]),
        ("unreviewed", ["Szkic"]),
        ("current", ["Stare", "Dobre"]),
        ("all", ["Brak", "Stare", "Szkic", "Dobre"]),
        ("nonsense", ["Brak", "Stare"]),
    ],
)
def test_a_list_is_narrowed_by_state(staff_client, empty_portal, state, found):
    OfferFactory(title="Brak", untranslated=True)
    old = OfferFactory(title="Stare", reviewed=True)
    OfferFactory(title="Szkic")
    OfferFactory(title="Dobre", reviewed=True)
    old.body_pl = "Inaczej."
    old.save()

    response = staff_client.get(f"/admin/translations/uk/services.offer/?state={state}")

    assert [str(listed.instance) for listed in response.context["page_of_objects"]] == found
    assert {name: number for name, _words, number, _shown in response.context["tabs"]} == {
        "waiting": 2,
        "missing": 1,
        "outdated": 1,
        "unreviewed": 1,
        "current": 2,
        "all": 4,
    }


def test_a_list_is_searched_in_polish(staff_client, empty_portal):
    OfferFactory(title="Tłumacz", untranslated=True)
    OfferFactory(title="Psycholog", untranslated=True)

    response = staff_client.get("/admin/translations/uk/services.offer/?q=psycho")
    odd = staff_client.get("/admin/translations/uk/services.offer/?q=%00" + "x" * 200)

    assert [str(listed.instance) for listed in response.context["page_of_objects"]] == ["Psycholog"]
    assert odd.status_code == 200
    assert 'class="errorlist"' in page_of(odd)


@pytest.mark.parametrize("number", [1, 3, 8])
def test_the_desk_asks_as_much_for_one_section_as_for_eight(
    staff_client, empty_portal, number, django_assert_num_queries, django_user_model
):
    guide = GuideFactory(reviewed=True)
    for position, kind in enumerate(Section.Kind.values[:number]):
        TermFactory(name=f"słowo numer{position}")
        AmountFactory(slug=f"fee-{position}")
        section = SectionFactory(
            guide=guide, kind=kind, body=f"Dawne. [[słowo numer{position}]] {{{{fee-{position}}}}}", reviewed=True
        )
        edit_polish(section, section.body_pl.replace("Dawne", "Nowe"), django_user_model)
    OfferFactory(untranslated=True)

    with django_assert_num_queries(10):
        page = page_of(staff_client.get(at_desk(guide)))

    assert page.count("<textarea") == number + 3
    assert page.count('<ul class="changes"') == number


@pytest.mark.slow
def test_ten_thousand_objects_cost_no_more_queries(staff_client, empty_portal, django_assert_num_queries):
    offer = OfferFactory(untranslated=True)
    columns = {"status": "published", "title_pl": "Oferta", "summary_pl": "Coś", "body_pl": "Tekst"}
    many = Offer.objects.bulk_create([Offer(slug=f"offer-{number}", **columns) for number in range(9_999)])
    same = {"owner_label": "services.offer", "holder_label": "services.offer", "code": "uk"}
    counts = {"missing": 3, "outdated": 0, "unreviewed": 0, "current": 0}
    TextCount.objects.bulk_create(
        [TextCount(owner_pk=offer.pk, holder_pk=offer.pk, **same, **counts) for offer in many]
    )

    with django_assert_num_queries(7):
        response = staff_client.get("/admin/translations/uk/services.offer/?page=200")
    with django_assert_num_queries(3):
        board = staff_client.get("/admin/translations/")
    with django_assert_num_queries(6):
        page = page_of(staff_client.get(at_desk(offer)))

    assert len(response.context["page_of_objects"].object_list) == 50
    assert {row.label: cells for row, cells in board.context["rows"]}["services.offer"][0][1].missing == 30_000
    assert "Next untranslated" in page


@pytest.mark.parametrize("number", [1, 3])
def test_a_short_list_asks_no_less(staff_client, empty_portal, django_assert_num_queries, number):
    GuideFactory.create_batch(number, untranslated=True)

    with django_assert_num_queries(7):
        response = staff_client.get("/admin/translations/uk/services.guide/")

    assert len(response.context["page_of_objects"].object_list) == number


@pytest.mark.parametrize(
    "address",
    [
        "xx/services.guide/{pk}/",
        "pl/services.guide/{pk}/",
        "uk/staff.user/{pk}/",
        "uk/services.section/{pk}/",
        "uk/services.nothing/{pk}/",
        "uk/services.guide/abc/",
        "uk/services.guide/-1/",
        "uk/services.guide/0/",
        "uk/services.guide/٣/",
        "uk/services.guide/" + "9" * 30 + "/",
        "uk/services.guide/%00/",
        "xx/services.guide/",
        "pl/services.guide/",
        "uk/staff.user/",
        "uk/services.nothing/",
        "xx/",
        "pl/",
        "ukrainian-%00/",
    ],
)
def test_a_forged_address_is_not_found(staff_client, guide, address):
    path = "/admin/translations/" + address.format(pk=guide.pk)

    assert staff_client.get(path).status_code == 404
    # Lists take no posts at all.
    assert staff_client.post(path, {"_draft": "1"}).status_code in (404, 405)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": "ї" * 121}, "121"),
        ({"body": "Без терміна"}, "[[PESEL]]"),
        ({"body": "[[PESEL]] {{fee}}"}, "{{fee}}"),
        ({"body": "[[PESEL]] <script>alert(1)</script>"}, "&lt;script&gt;"),
    ],
)
def test_wrong_words_stay_in_their_field_beside_a_sentence(staff_client, typed, told):
    offer = OfferFactory(body="Numer [[PESEL]].", untranslated=True)
    typed = {"summary": "Добре", **typed}

    response = staff_client.post(at_desk(offer), sent(staff_client.get(at_desk(offer)), **typed))

    page = page_of(response)
    [wrong] = set(typed) - {"summary"}
    assert response.status_code == 422
    errors = re.search(rf'<ul class="errorlist" id="id_services.offer:{offer.pk}:{wrong}_error">.*?</ul>', page)[0]
    assert told in errors
    assert sent(response)[f"services.offer:{offer.pk}:{wrong}"] == typed[wrong]
    assert sent(response)[f"services.offer:{offer.pk}:summary"] == "Добре"
    assert "<title>Error:" in page.replace("\n", "")
    assert "<script>alert" not in page
    assert states(offer) == ["missing"] * 3


def test_what_polish_became_while_somebody_translated_is_said(staff_client, guide, django_user_model):
    opened = staff_client.get(at_desk(guide))
    edit_polish(guide.parts()[0], "Coś innego.", django_user_model)

    response = staff_client.post(at_desk(guide), sent(opened, body="Моє речення.", _reviewed="1"), follow=True)

    assert said(response)[0] == "Saved as reviewed."
    assert "The Polish text has changed since you opened the page: What it is." in said(response)[1]
    assert guide.parts()[0].body_uk == "Моє речення."
    assert states(guide) == ["current", "current", "current", "outdated"]


def test_who_saves_second_sees_both_versions_and_decides(staff_client, django_user_model):
    offer = OfferFactory(untranslated=True)
    opened = staff_client.get(at_desk(offer))
    title, summary, _body = units_of(offer, "uk")
    colleague = django_user_model.objects.create_user("colleague")
    save_units(
        instance=offer,
        code="uk",
        texts={title.id: "Перший", summary.id: "Їхнє"},
        by=colleague,
        confirmed=True,
        today=TODAY,
        seen={},
    )

    refused = staff_client.post(at_desk(offer), sent(opened, title="Другий", body="Текст", _reviewed="1"))

    assert refused.status_code == 409
    assert '<div class="theirs" lang="uk" dir="ltr">Перший</div>' in page_of(refused)
    assert sent(refused)[title.id] == "Другий"
    offer.refresh_from_db()
    assert (offer.title_uk, offer.body_uk or "") == ("Перший", "")

    staff_client.post(at_desk(offer), sent(refused, _reviewed="1"))
    offer.refresh_from_db()
    assert (offer.title_uk, offer.summary_uk, offer.body_uk) == ("Другий", "Їхнє", "Текст")


def test_a_text_that_one_left_alone_keeps_the_words_of_a_colleague(staff_client, django_user_model):
    offer = OfferFactory(untranslated=True)
    opened = staff_client.get(at_desk(offer))
    title, _summary, _body = units_of(offer, "uk")
    save_units(instance=offer, code="uk", texts={title.id: "Їхнє"}, by=None, confirmed=False, today=TODAY, seen={})

    response = staff_client.post(at_desk(offer), sent(opened, body="Текст", _reviewed="1"), follow=True)

    assert said(response)[1] == "A colleague has changed these texts meanwhile, and their words stay: Title."
    assert states(offer) == ["unreviewed", "missing", "current"]


def test_words_for_a_part_that_is_gone_are_not_lost(staff_client, guide):
    opened = staff_client.get(at_desk(guide))
    guide.parts()[0].delete()

    response = staff_client.post(at_desk(guide), sent(opened, title="Нова назва", body="Довгий переклад"))

    assert response.status_code == 422
    assert 'tabindex="0">Довгий переклад</pre>' in page_of(response)
    assert sent(response)[f"services.guide:{guide.pk}:title"] == "Нова назва"
    staff_client.post(at_desk(guide), sent(response))
    guide.refresh_from_db()
    assert guide.title_uk == "Нова назва"


@pytest.mark.parametrize("shown", [None, "x", "[[[[", "0" * 12])
def test_a_page_that_arrived_in_part_saves_nothing(staff_client, shown):
    offer = OfferFactory(untranslated=True)
    data = sent(staff_client.get(at_desk(offer)), title="Назва")
    name = f"services.offer:{offer.pk}:title.shown"
    data = {key: value for key, value in data.items() if key != name} | ({name: shown} if shown else {})

    response = staff_client.post(at_desk(offer), data)

    assert response.status_code == 422
    assert "Part of this page did not arrive." in page_of(response)
    assert sent(response)[f"services.offer:{offer.pk}:title"] == "Назва"
    assert states(offer) == ["missing"] * 3


def test_texts_of_another_object_are_not_taken(staff_client):
    offer, other = OfferFactory(), OfferFactory()
    data = sent(staff_client.get(at_desk(offer))) | {f"services.offer:{other.pk}:title": "Чуже"}

    response = staff_client.post(at_desk(offer), data)

    assert response.status_code == 422
    assert Offer.objects.get(pk=other.pk).title_uk == "Wsparcie uk"


def test_who_may_only_look_cannot_save(somebody):
    client = somebody("view_offer")
    offer = OfferFactory(untranslated=True)
    opened = client.get(at_desk(offer))

    response = client.post(at_desk(offer), sent(opened, title="Назва"))

    assert page_of(opened).count("readonly") == 3
    assert 'name="_draft"' not in page_of(opened)
    assert response.status_code == 403
    assert "You may not save translations into this language." in page_of(response)
    assert sent(response)[f"services.offer:{offer.pk}:title"] == "Назва"
    assert states(offer) == ["missing"] * 3


def test_a_translator_saves_their_own_language_alone(somebody, django_user_model, monkeypatch):
    monkeypatch.setattr(django_user_model, "may_translate", lambda user, code: code == "uk", raising=False)
    client = somebody("view_offer", "change_offer")
    offer = OfferFactory(untranslated=True)

    mine = client.post(at_desk(offer), sent(client.get(at_desk(offer)), title="Назва"))
    foreign = client.post(at_desk(offer, "ka"), sent(client.get(at_desk(offer, "ka")), title="სახელი"))

    assert (mine.status_code, foreign.status_code) == (302, 403)
    assert "Next untranslated" not in page_of(client.get(at_desk(offer, "ka")))
    offer.refresh_from_db()
    assert (offer.title_uk, offer.title_ka or "") == ("Назва", "")


def test_kinds_that_one_may_not_see_are_not_there(somebody):
    client = somebody("view_offer")
    term = Term.objects.first()

    board = client.get("/admin/translations/")

    assert [row.label for row, _cells in board.context["rows"]] == ["services.offer"]
    assert client.get(at_desk(term)).status_code == 403
    assert client.get("/admin/translations/uk/services.term/").status_code == 403
    assert somebody(name="nobody").get("/admin/translations/").status_code == 403


def test_a_visitor_is_asked_to_log_in(client):
    response = client.get("/admin/translations/uk/")

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


def test_editors_find_the_desk_from_each_object(staff_client, guide):
    change = f"/admin/services/guide/{guide.pk}/change/"

    assert f'<a href="{at_desk(guide, "ka")}">Translation desk</a>' in page_of(
        staff_client.get(f"{change}?language=ka")
    )
    assert '<a href="/admin/translations/">Translation desk</a>' in page_of(staff_client.get(change))
    assert f'href="{change}">Polish text and facts</a>' in page_of(staff_client.get(at_desk(guide)))


def test_a_draft_page_is_previewed_in_its_language(staff_client):
    offer = OfferFactory(slug="soon", status="draft", title="Wkrótce")

    page = page_of(staff_client.get(at_desk(offer, "en")))

    preview = unescape(re.search(r'href="([^"]*)"[^>]*>See the page in this language', page)[1])
    assert preview.startswith("/en/support/soon/?preview=")
    assert "Wkrótce en" in page_of(staff_client.get(preview))


def test_line_ends_and_blanks_change_nothing(staff_client):
    offer = OfferFactory(reviewed=True, body="Jedno.\n\n- drugie")
    data = {name: value.replace("\n", "\r\n") for name, value in sent(staff_client.get(at_desk(offer))).items()}

    staff_client.post(at_desk(offer), data)

    saved = Offer.objects.get(pk=offer.pk)
    assert saved.body_uk == "Jedno.\n\n- drugie uk"
    assert states(saved) == ["current"] * 3
    assert saved.translation_record["uk"]["body"]["made_from"] == fingerprint(offer.body_pl)


def test_all_desk_pages_give_every_variable(staff_client, strict_templates, guide, django_user_model):
    edit_polish(guide.parts()[0], "Inaczej.", django_user_model)
    pages = ["/admin/translations/", "/admin/translations/ar/", "/admin/translations/ar/services.guide/"]

    for address in [*pages, at_desk(guide, "ar")]:
        assert "‼" not in page_of(staff_client.get(address)), address


def test_guides_count_once_in_a_list(staff_client, guide):
    SectionFactory(guide=guide, kind=Section.Kind.COST, untranslated=True)
    Guide.objects.filter(pk=guide.pk).update(position=1)

    response = staff_client.get("/admin/translations/uk/services.guide/?state=all")

    [listed] = response.context["page_of_objects"]
    assert (listed.counts.missing, listed.counts.current) == (1, 4)
