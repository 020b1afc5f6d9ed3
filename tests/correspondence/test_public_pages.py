"""Somebody writes to the Centre, or asks to be called back."""

import pytest
import time_machine
from django.core import mail

from cic_portal.languages import CODES
from cic_portal.letters.models import PAUSES, Letter
from cic_portal.letters.sending import send_due_letters
from contact.correspondence.models import Message
from tests.letters.mail_servers import Refusing
from tests.portal_pages import elements, parsed, text_of
from tests.visitor_forms import fill_in, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]
JANUARY = "2027-01-10 12:00+01:00"
MEGABYTE = "ї" * 1_000_000
WRITE, CALL = "/en/contact/message/", "/en/contact/call-back/"
GOOD = {"name": "Olena", "contact": "olena@example.org", "language": "uk", "text": "Як отримати PESEL?\nДякую!"}
GOOD_CALL = {"phone": "600 123 456", "language": "ka", "times": ["early", "late"], "name": "Nino"}
BOTH = pytest.mark.parametrize(("address", "answers"), [(WRITE, GOOD), (CALL, GOOD_CALL)], ids=["message", "call"])


@pytest.fixture(autouse=True)
def in_january(settings):
    settings.FORM_LEAST_SECONDS = 0
    with time_machine.travel(JANUARY, tick=False):
        yield


def page(response):
    return response.content.decode()


def kept():
    columns = ("kind", "name", "email", "phone", "language", "text", "times", "state")
    return list(Message.objects.order_by("pk").values_list(*columns))


def test_somebody_writes_and_gets_a_copy_in_their_language(client):
    response = fill_in(client, WRITE, **GOOD)

    assert (response.status_code, response["Location"]) == (303, f"{WRITE}?sent")
    assert kept() == [
        ("message", "Olena", "olena@example.org", "", "uk", "Як отримати PESEL?\nДякую!", [], "new"),
    ]
    letter = Letter.objects.get()
    assert (letter.kind, letter.recipient, letter.language) == ("message-receipt", "olena@example.org", "uk")
    assert "Як отримати PESEL?\nДякую!" in letter.text
    assert '<blockquote dir="auto"' in letter.html
    assert "Olena" not in letter.subject
    assert not client.cookies


def test_the_page_after_it_says_what_comes_next_and_nothing_about_the_writer(client):
    response = client.get(fill_in(client, WRITE, **GOOD)["Location"])

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert [text_of(e) for e in parsed(response).iter() if e.get("role") == "status"] == [
        "We have your message. You need not do anything. We answer on working days, by e-mail or by phone."
    ]
    assert "olena" not in page(response).lower()


def test_a_phone_is_contact_enough_and_gets_no_letter(client):
    fill_in(client, WRITE, **{**GOOD, "contact": "600 123 456", "name": ""})

    assert kept() == [("message", "", "", "+48600123456", "uk", GOOD["text"], [], "new")]
    assert Letter.objects.count() == 0


def test_somebody_asks_to_be_called(client):
    response = fill_in(client, CALL, **GOOD_CALL)

    assert (response.status_code, response["Location"]) == (303, f"{CALL}?sent")
    assert kept() == [("call", "Nino", "", "+48600123456", "ka", "", ["early", "late"], "new")]
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("address", [CALL, f"{CALL}?sent"])
def test_who_asks_for_a_call_reads_when_the_centre_calls(client, address):
    main = elements(parsed(client.get(address)), "main")[0]

    hours = [text_of(e) for e in main.iter("ul") if e.get("class") == "hours"]
    assert hours == ["Monday–Friday 7:30–15:30"]


@pytest.mark.parametrize("code", CODES)
@BOTH
def test_each_step_is_valid_and_whole_in_every_language(client, address, answers, code):
    address = address.replace("/en/", f"/{code}/")

    steps = [client.get(address), fill_in(client, address), fill_in(client, address, **answers)]
    steps[2] = client.get(steps[2]["Location"])

    assert [step.status_code for step in steps] == [200, 422, 200]
    for step in steps:
        assert len(elements(parsed(step), "h1")) == 1
        assert "‼" not in page(step)
    (chosen,) = [e.get("value") for e in parsed(steps[0]).iter("option") if e.get("selected") is not None]
    assert chosen == code


@BOTH
def test_before_the_button_people_read_what_happens_to_their_data(client, address, answers):
    source = page(client.get(address))

    notice = source.index("We erase them 90 days after our answer.")
    assert notice < source.index('<button class="button">')
    assert 'href="/en/privacy/"' in source[notice:]


def test_people_are_told_what_not_to_write(client):
    assert "Do not write about your health, religion or PESEL number." in page(client.get(WRITE))


BAD = {
    "no text": ({"text": " \n "}, "Write your message."),
    "only null bytes": ({"text": "\x00\x00"}, "Write your message."),
    "only direction marks": ({"text": "\u202e\u202d"}, "Write your message."),
    "one letter too many": ({"text": "ї" * 4001}, "Please write at most 4000 characters."),
    "a megabyte": ({"text": MEGABYTE}, "Please write at most 4000 characters."),
    "no contact": ({"contact": ""}, "Write an e-mail address or a phone number."),
    "bad e-mail": ({"contact": "olena@"}, "Write the e-mail address like this: name@example.com"),
    "two e-mails": ({"contact": "a@example.org,b@example.org"}, "Write the e-mail address like this"),
    "header injection": ({"contact": "a@example.org\nBcc: b@example.org"}, "Write the e-mail address like this"),
    "bad phone": ({"contact": "12"}, "Write the phone number like this: 600 123 456"),
    "a megabyte of contact": ({"contact": MEGABYTE}, "Write an e-mail address or a phone number."),
    "foreign language": ({"language": "xx"}, "Choose a language."),
    "script in the name": ({"name": "<script>alert(1)</script>"}, "Write your name with letters only."),
}


@pytest.mark.parametrize(("answers", "sentence"), BAD.values(), ids=BAD)
def test_a_mistake_is_explained_beside_its_field_and_loses_nothing(client, answers, sentence):
    response = fill_in(client, WRITE, **{**GOOD, **answers})

    assert response.status_code == 422
    assert sentence in page(response)
    document = parsed(response)
    assert text_of(elements(document, "title")[0]).startswith("Error:")
    typed = {e.get("name"): e.get("value", "") for e in elements(document, "input")}
    typed["text"] = elements(document, "textarea")[0].text or ""
    for name, value in {**GOOD, **answers}.items():
        if name != "language" and value.replace("\n", "").isprintable() and value.strip():
            assert typed[name].strip() == value, name
    described = [e for e in document.iter() if e.get("aria-invalid") == "true"]
    ids = {e.get("id") for e in document.iter()}
    assert described
    assert all(set(e.get("aria-describedby").split()) <= ids for e in described)
    assert kept() == []


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"phone": ""}, "Write the phone number like this: 600 123 456"),
        ({"phone": "olena@example.org"}, "Write the phone number like this: 600 123 456"),
        ({"language": ""}, "Choose a language."),
        ({"times": ["midnight"]}, "Choose from this list."),
    ],
)
def test_a_mistake_in_a_request_for_a_call_is_explained(client, answers, sentence):
    response = fill_in(client, CALL, **{**GOOD_CALL, **answers})

    assert (response.status_code, sentence in page(response)) == (422, True)
    assert 'value="Nino"' in page(response)
    assert kept() == []


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Добрий день 😀 👨‍👩‍👧", "Добрий день 😀 👨‍👩‍👧"),
        ("Zło\x00ść\u202e gnp.exe", "Złość gnp.exe"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("مرحبا، رقمي 600 123 456", "مرحبا، رقمي 600 123 456"),
        ("ї" * 4000, "ї" * 4000),
    ],
)
def test_every_script_is_kept_and_what_cannot_be_seen_is_not(client, typed, text):
    fill_in(client, WRITE, **{**GOOD, "text": typed})

    assert Message.objects.get().text == text


def test_html_in_a_message_is_only_text(client):
    fill_in(client, WRITE, **{**GOOD, "text": "<b>PESEL</b> & {{ now }}"})

    letter = Letter.objects.get()
    assert "<b>PESEL</b> & {{ now }}" in letter.text
    assert "&lt;b&gt;PESEL&lt;/b&gt; &amp; {{ now }}" in letter.html


@BOTH
def test_a_double_click_keeps_it_once(client, address, answers):
    token = token_of(client.get(address))

    clicks = [client.post(address, {**answers, "token": token}).status_code for _click in range(2)]

    assert clicks == [303, 303]
    assert Message.objects.count() == 1
    assert Letter.objects.count() == (1 if address == WRITE else 0)


def test_other_words_after_going_back_are_another_message(client):
    token = token_of(client.get(WRITE))

    for text in ("Перше", "Друге"):
        client.post(WRITE, {**GOOD, "text": text, "token": token})

    assert sorted(Message.objects.values_list("text", flat=True)) == ["Друге", "Перше"]


@pytest.mark.parametrize("token", ["", "forged", "eyJhIjoxfQ:1abc:xyz"])
@BOTH
def test_a_forged_token_keeps_nothing_but_what_was_typed(client, address, answers, token):
    response = client.post(address, {**answers, "token": token})

    assert response.status_code == 403
    assert f'value="{answers["name"]}"' in page(response)
    assert token_of(response)
    assert kept() == []


def test_the_token_of_one_form_does_not_open_the_other(client):
    assert client.post(CALL, {**GOOD_CALL, "token": token_of(client.get(WRITE))}).status_code == 403


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
@BOTH
def test_another_site_cannot_send_the_form(client, address, answers, headers):
    response = client.post(address, {**answers, "token": token_of(client.get(address))}, headers=headers)

    assert response.status_code == 403
    assert kept() == []


@BOTH
def test_robots_send_nothing(client, address, answers, settings):
    greedy = fill_in(client, address, **answers, website="https://spam.example")
    settings.FORM_LEAST_SECONDS = 2
    hasty = fill_in(client, address, **answers)

    assert (greedy.status_code, hasty.status_code) == (403, 403)
    assert kept() == []


@BOTH
def test_too_many_wait_without_losing_a_word(client, settings, address, answers):
    settings.MESSAGES_PER_HOUR = 2
    for _time in range(2):
        fill_in(client, address, **answers)

    response = fill_in(client, address, **answers)

    assert response.status_code == 429
    assert f'value="{answers["name"]}"' in page(response)
    assert Message.objects.count() == 2


def test_nobody_fills_the_letter_box_of_somebody_else(client):
    for number in range(7):
        fill_in(client, WRITE, **{**GOOD, "contact": "Olena@example.org", "text": f"{number}"})

    assert (Message.objects.count(), Letter.objects.count()) == (7, 5)


def test_a_dead_mail_server_loses_neither_message_nor_letter(client, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("cic_portal.letters.sending.get_connection", lambda: Refusing(ConnectionRefusedError()))
        response = fill_in(client, WRITE, **GOOD)
        assert send_due_letters(worker="test/1") == (0, 1)

    assert (response.status_code, Message.objects.count()) == (303, 1)
    with time_machine.travel(Message.objects.get().created_at + PAUSES[0], tick=False):
        assert send_due_letters(worker="test/1") == (1, 0)
    assert [message.to for message in mail.outbox] == [["olena@example.org"]]
    assert GOOD["text"] in mail.outbox[0].body


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_way_to_both_forms_is_in_plain_sight(client, code):
    document = parsed(client.get(f"/{code}/contact/"))

    links = [a.get("href") for a in elements(elements(document, "main")[0], "a")]
    assert {f"/{code}/contact/message/", f"/{code}/contact/call-back/"} <= set(links)


@pytest.mark.parametrize("path", ["/", "/services/", "/contact/", "/contact/message/", "/search/", "/nowhere/"])
def test_the_help_block_keeps_its_order_on_every_page(client, path):
    (block,) = [e for e in elements(parsed(client.get(f"/en{path}")), "section") if e.get("class") == "help"]

    assert [text_of(e) for e in block.iter("b")] == ["Call", "Write", "Form", "Come", "Open"]


@BOTH
def test_opening_a_form_asks_the_database_once(client, address, answers, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(address)
