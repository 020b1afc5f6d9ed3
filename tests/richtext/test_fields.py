"""The long texts of the desk, with and without the editor: what is sent, what is stored, what is refused."""

import re

import pytest

from cic_portal import languages
from cic_portal.richtext.conversion import to_html
from cic_portal.texts.status import TranslationStatus
from services.models import Guide, Offer
from tests.admin_forms import posted
from tests.factories import (
    AmountFactory,
    AnswerTemplateFactory,
    GuideFactory,
    OfferFactory,
    SectionFactory,
    TermFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]

TEXT = "Pierwszy akapit\nw dwóch wierszach, **ważny: [112](tel:112).**\n\n* raz\n* dwa\n\n## Tytuł {#id}\n\nKoniec."


@pytest.fixture
def offer():
    return OfferFactory(reviewed=True, body=TEXT)


def address_of(thing, code="pl"):
    return f"/admin/services/{thing._meta.model_name}/{thing.pk}/change/?language={code}"


def save(staff_client, thing, code="pl", **changes):
    """Open the form of `thing` in one language and send it back with `changes`."""
    return staff_client.post(address_of(thing, code), posted(staff_client.get(address_of(thing, code)), **changes))


def errors_of(response):
    return response.context["adminform"].form.errors


@pytest.mark.parametrize("code", languages.CODES)
def test_opening_a_text_and_saving_it_changes_no_letter(staff_client, offer, code):
    before = offer.text_in("body", code)
    sent = {f"body_{code}_html": to_html(before)}

    assert save(staff_client, offer, code, **sent).status_code == 302

    offer.refresh_from_db()
    assert offer.text_in("body", code) == before
    assert {offer.field_status("body", other) for other in languages.TARGETS} == {TranslationStatus.CURRENT}


def rows(guide):
    columns = [f"body_{code}" for code in languages.CODES]
    return list(guide.sections.order_by("pk").values_list("translation_record", *columns))


def test_a_whole_guide_of_the_portal_stays_as_it_was(staff_client):
    guide = Guide.objects.get(slug="health-insurance")
    before = rows(guide)
    response = staff_client.get(address_of(guide))
    form = posted(response)
    form |= {f"{name}_html": to_html(text) for name, text in form.items() if name.endswith("-body_pl")}

    assert sum(name.endswith("_html") for name in form) == len(before) > 4
    assert staff_client.post(address_of(guide), form).status_code == 302

    assert rows(guide) == before


def test_what_is_written_in_the_editor_is_stored_as_markdown(staff_client, offer):
    html = "<p>Nowy <strong>tekst</strong>.</p><ul><li><p>raz</p></li><li><p>dwa</p></li></ul>"

    assert save(staff_client, offer, body_pl_html=html).status_code == 302

    offer.refresh_from_db()
    assert offer.body_pl == "Nowy **tekst**.\n\n- raz\n- dwa"
    assert offer.field_status("body", "uk") == TranslationStatus.OUTDATED


def test_without_javascript_markdown_is_sent_and_stored(staff_client, offer):
    assert save(staff_client, offer, body_pl="Nowy **tekst**.\r\n\r\n* raz").status_code == 302

    offer.refresh_from_db()
    assert offer.body_pl == "Nowy **tekst**.\n\n* raz"


def test_emptying_the_editor_empties_the_text(staff_client, offer):
    assert save(staff_client, offer, body_pl_html="<p></p>").status_code == 302

    offer.refresh_from_db()
    assert offer.body_pl == ""


def test_an_emptied_section_is_refused_and_stays(staff_client):
    section = SectionFactory(body="Zdanie.")

    response = save(staff_client, section.guide, **{"sections-0-body_pl_html": "<p></p>"})

    (formset,) = response.context["inline_admin_formsets"]
    assert formset.formset.errors == [{"body_pl": ["This field is required."]}]
    section.refresh_from_db()
    assert section.body_pl == "Zdanie."


@pytest.mark.parametrize(
    "html",
    [
        "<p>Nowe.</p><script>alert(1)</script>",
        '<p onclick="alert(1)">Nowe.<img src="data:image/png;base64,AA" onerror=alert(1)></p>',
        '<p><a href="javascript:alert(1)">Nowe.</a></p>',
        "<style>p {}</style><o:p></o:p><p class=MsoNormal style='mso-list:l0'><font>Nowe.</font></p>",
    ],
)
def test_what_harms_vanishes_and_words_stay(staff_client, offer, html):
    assert save(staff_client, offer, body_pl_html=html).status_code == 302

    offer.refresh_from_db()
    assert offer.body_pl == "Nowe."


@pytest.mark.parametrize(
    "address",
    ["http://www.gov.pl/", "ftp://gov.pl/", "www.gov.pl", "//gov.pl/", "javascript:alert(1)", "data:text/html,x",
     "https://gov.pl@example.org/", "https:///x", "tel:javascript", "mailto:nobody", "JAVASCRIPT:x"],
)  # fmt: skip
def test_a_link_that_is_not_safe_is_refused_beside_its_field(staff_client, offer, address):
    response = save(staff_client, offer, body_pl=f"Zobacz [stronę]({address}).")

    assert response.status_code == 200
    (sentence,) = errors_of(response)["body_pl"]
    assert sentence == (
        f"“{address}” cannot be a link. Begin it with https://, mailto: or tel:, or with / for a page of this portal."
    )
    assert f"Zobacz [stronę]({address})." in response.content.decode()
    offer.refresh_from_db()
    assert offer.body_pl == TEXT


def test_a_plain_address_pasted_into_the_editor_is_refused_with_what_was_typed(staff_client, offer):
    response = save(staff_client, offer, body_pl_html='<p>Nowe <a href="http://gov.pl/x">słowa</a>.</p>')

    assert list(errors_of(response)) == ["body_pl"]
    assert "Nowe [słowa](http://gov.pl/x)." in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["https://www.gov.pl/web/gov?a=1#b", "tel:800120002", "tel:+48800120002", "mailto:info@example.org",
     "/services/health/", "#offer"],
)  # fmt: skip
def test_a_safe_link_is_taken(staff_client, offer, address):
    assert save(staff_client, offer, body_pl=f"Zobacz [stronę]({address}).").status_code == 302


def test_a_term_inside_a_link_is_refused(staff_client, offer):
    TermFactory(name="karta X")

    response = save(staff_client, offer, body_pl_html='<p><a href="/x/">weź [[karta X|kartę]] tu</a></p>')

    assert errors_of(response) == {
        "body_pl": ["The term “[[karta X|kartę]]” cannot be part of a link. Link the words before or after it."]
    }


def test_tags_typed_as_words_are_refused(staff_client, offer):
    """In the editor they are words, and words they would stay on the page; nobody means that."""
    response = save(staff_client, offer, body_pl_html="<p>&lt;b&gt;Ważne&lt;/b&gt;</p>")

    (sentence,) = errors_of(response)["body_pl"]
    assert sentence.startswith("“<b>Ważne</b>” looks like HTML.")


def test_a_text_longer_than_any_page_is_refused(staff_client, offer):
    response = save(staff_client, offer, body_pl="a" * 100_001)

    assert list(errors_of(response)) == ["body_pl"]


def test_an_unknown_term_from_the_editor_is_refused(staff_client, offer):
    response = save(staff_client, offer, body_pl_html="<p>Weź [[nie ma]].</p>")

    assert "[[nie ma]]" in errors_of(response)["body_pl"][0]


def editors_of(response):
    """For each field with an editor the HTML that it begins with."""
    source = response.content.decode()
    return re.findall(r'data-html="([^"]*)".*?<textarea name="([^"]+)"', source, re.DOTALL)


def test_a_text_has_an_editor_in_the_direction_of_its_language(staff_client, offer):
    response = staff_client.get(address_of(offer, "ar"))

    assert [name for _html, name in editors_of(response)] == ["body_ar"]
    assert re.search(r'<textarea name="body_ar"[^>]* lang="ar" dir="rtl"', response.content.decode())


def test_a_text_with_signs_of_its_own_keeps_the_plain_box(staff_client):
    offer = OfferFactory(body="### Trzeci stopień")

    response = staff_client.get(address_of(offer))

    assert editors_of(response) == []
    assert "This text has signs that the editor does not know" in response.content.decode()


@pytest.mark.parametrize("code", ["pl", "uk"])
def test_only_what_pages_show_as_markdown_has_an_editor(staff_client, code):
    """Letters are plain text, and so are the way to the Centre and the meaning of a term."""
    template = AnswerTemplateFactory()

    pages = [f"/admin/correspondence/answertemplate/{template.pk}/change/?language={code}"]
    pages += [f"/admin/contact/centre/1/change/?language={code}", address_of(TermFactory(), code)]

    for page in pages:
        response = staff_client.get(page, follow=True)
        assert response.status_code == 200
        assert editors_of(response) == []
        assert "js/desk/rich-text.js" not in response.content.decode()


def test_polish_has_no_button_for_polish_words(staff_client, offer):
    assert 'data-tool="italic"' not in staff_client.get(address_of(offer)).content.decode()
    assert 'data-tool="italic"' in staff_client.get(address_of(offer, "ka")).content.decode()


def test_a_section_has_no_button_for_headings(staff_client):
    guide = SectionFactory().guide

    assert 'data-tool="heading"' not in staff_client.get(address_of(guide)).content.decode()
    assert 'data-tool="heading"' in staff_client.get(address_of(OfferFactory())).content.decode()


def test_a_form_with_the_editor_costs_no_query_more(staff_client, django_assert_num_queries):
    """Fourteen, as before there was one (three of them know who else has it open); terms and amounts are asked for when somebody opens their list."""
    guide = GuideFactory()
    SectionFactory(guide=guide)
    TermFactory()
    staff_client.get(address_of(guide))

    with django_assert_num_queries(14):
        staff_client.get(address_of(guide))


# --- what the scripts of the desk ask for ---


def test_the_list_of_what_a_text_may_name(staff_client, empty_portal):
    TermFactory(name="meldunek")
    TermFactory(name="karta pobytu")
    AmountFactory(slug="oplata", label="Opłata skarbowa")

    assert staff_client.get("/admin/texts/mentions/").json() == {
        "terms": ["karta pobytu", "meldunek"],
        "amounts": [
            {"slug": "centre-phone", "label": "Phone of the Centre"},
            {"slug": "centre-email", "label": "E-mail of the Centre"},
            {"slug": "oplata", "label": "Opłata skarbowa"},
        ],
    }


@pytest.mark.parametrize("sent", [{"text": "Winien niezwłocznie."}, {"html": "<p>Winien <b>niezwłocznie</b>.</p>"}])
def test_the_hint_while_somebody_types(staff_client, sent):
    page = staff_client.post("/admin/texts/readability/", sent).content.decode()

    assert "A short text." in page
    assert "„winien” → musi" in page
    assert "„niezwłocznie” → od razu" in page


def test_the_hint_escapes_what_was_typed(staff_client):
    long = "<script>alert(1)</script> " + "słowo " * 30

    page = staff_client.post("/admin/texts/readability/", {"text": long}).content.decode()

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_hint_stands_under_polish_texts_from_the_start(staff_client, offer):
    assert staff_client.get(address_of(offer)).content.decode().count("data-readability=") == 1
    assert staff_client.get(address_of(offer, "uk")).content.decode().count("data-readability=") == 0


@pytest.mark.parametrize(("method", "path"), [("get", "mentions"), ("post", "readability"), ("get", "readability")])
def test_strangers_are_told_nothing(client, method, path):
    assert getattr(client, method)(f"/admin/texts/{path}/").status_code == 302


def test_a_hint_is_never_asked_for_by_address(staff_client):
    assert staff_client.get("/admin/texts/readability/?text=x").status_code == 405


def test_only_the_desk_may_ask_the_server_while_somebody_types(staff_client):
    def policy(path):
        return staff_client.get(path)["Content-Security-Policy"]

    assert "connect-src 'self'" in policy("/admin/services/guide/")
    assert "connect-src" not in policy("/pl/")
    assert "script-src 'self';" in policy("/admin/services/guide/")
    assert "style-src 'self'" in policy("/admin/services/guide/")
    assert "unsafe" not in policy("/admin/services/guide/")


def test_offers_have_a_hint_of_their_first_words(staff_client):
    offer = OfferFactory(body="W przypadku gdy chcesz, przyjdź.")

    assert "„w przypadku gdy” → gdy" in staff_client.get(address_of(offer)).content.decode()
    assert Offer.objects.get(pk=offer.pk).body_pl == "W przypadku gdy chcesz, przyjdź."
