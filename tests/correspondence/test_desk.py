"""The inbox: who sees it, what its buttons do, and what happens when two colleagues press them at once."""

import re

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from cic_portal.letters.models import Letter
from cic_portal.personal_data.models import AccessRecord
from contact.correspondence.models import AnswerTemplate, Message, Reply
from tests.factories import AnswerTemplateFactory, MessageFactory
from tests.portal_pages import elements, parsed, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
INBOX = "/admin/correspondence/message/"
MISSED = "A colleague was faster"


@pytest.fixture(autouse=True)
def in_january():
    with time_machine.travel("2027-01-12 12:00+01:00", tick=False):
        yield


@pytest.fixture
def desk(staff_client, django_user_model):
    django_user_model.objects.update(desk_language="en")
    return staff_client


@pytest.fixture
def colleague(django_user_model):
    """Makes a member of staff with exactly these rights, who reads English."""

    def made(name, *rights):
        user = django_user_model.objects.create_user(name, is_staff=True, desk_language="en")
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        return user

    return made


def address(message):
    return f"{INBOX}{message.pk}/change/"


def press(client, message, verb, **fields):
    return client.post(address(message), {"verb": verb, "revision": message.revision, **fields})


def buttons(response):
    return [text_of(e) for e in elements(elements(parsed(response), "main")[0], "button")]


def state_of(message):
    message.refresh_from_db()
    return (message.state, message.ending, message.assigned_to and message.assigned_to.username)


def listed(response):
    return [message.pk for message in response.context["cl"].result_list]


def searched(client, words):
    return client.get(client.post(INBOX, {"private_search": words})["Location"])


# --- the list ---


@pytest.mark.parametrize("number", [1, 3])
def test_the_inbox_costs_the_same_for_any_number(desk, colleague, django_assert_num_queries, number):
    MessageFactory.create_batch(number, assigned_to=colleague("anna"))

    with django_assert_num_queries(7):
        desk.get(INBOX)


def test_the_inbox_shows_the_first_words_and_not_the_whole(desk):
    MessageFactory(text="Як отримати PESEL? " + "слово " * 20 + "кінець", language="uk")

    row = next(e for e in elements(parsed(desk.get(INBOX)), "tr") if "field-words" in str([c.get("class") for c in e]))

    cells = [text_of(cell) for cell in row if "field-" in (cell.get("class") or "")]
    assert cells == [
        "Jan. 10, 2027, noon",
        "new",
        "message",
        "Українська",
        "Як отримати PESEL? слово слово слово слово слово слово слов…",
        "-",
    ]


def test_staff_find_what_is_theirs_and_what_is_nobodys(desk, colleague, django_user_model):
    mine = MessageFactory(assigned_to=django_user_model.objects.get(username="desk"))
    nobodys = MessageFactory(call=True)
    MessageFactory(assigned_to=colleague("anna"), answered=True)

    found = {
        query: listed(desk.get(f"{INBOX}?{query}")) for query in ("whose=mine", "whose=nobody", "kind__exact=call")
    }

    assert found == {"whose=mine": [mine.pk], "whose=nobody": [nobodys.pk], "kind__exact=call": [nobodys.pk]}
    assert len(listed(desk.get(f"{INBOX}?state__exact=answered"))) == 1


@pytest.mark.parametrize(
    "wanted", ["ольга", "ŁÓDŹ", "olha@", "600 123 456", "+48600123456", "(pesel", "ольга ŁÓDŹ", "a.b*c"]
)
def test_the_search_knows_capital_letters_of_every_script(desk, wanted):
    olha = MessageFactory(
        name="Ольга", email="olha@example.org", phone="+48600123456", text="Łódź (PESEL), a.b*c i ktoś"
    )
    MessageFactory(name="Ktoś", text="inny")

    assert listed(searched(desk, wanted)) == [olha.pk]


def test_what_is_searched_for_stands_in_no_address(desk):
    MessageFactory(name="Ольга")

    shown = searched(desk, "Ольга")

    assert shown.request["QUERY_STRING"] == ""
    assert 'name="q"' not in shown.content.decode()
    assert 'name="private_search"' in shown.content.decode()


def test_a_search_with_a_null_byte_leaves_the_list_open(desk):
    found = MessageFactory(text="ab")

    assert listed(searched(desk, "a\x00b")) == [found.pk]


# --- the page of a message ---


def test_the_page_tells_all_and_notes_who_looked(desk):
    message = MessageFactory(name="نور", email="nur@example.org", language="ar", text="مرحبا <b>x</b>")

    response = desk.get(address(message))

    document = parsed(response)
    (quote,) = elements(document, "blockquote")
    assert (text_of(quote), quote.get("lang"), quote.get("dir")) == ("مرحبا <b>x</b>", "ar", "auto")
    assert buttons(response) == [
        "Take it",
        "Assign",
        "Send the letter",
        "Answered by phone",
        "Close without an answer",
        "Add the note",
    ]
    assert "nur@example.org" not in text_of(elements(document, "title")[0])
    assert list(AccessRecord.objects.values_list("actor_name", "action", "subject", "object_id")) == [
        ("desk", "view", "correspondence.Message", str(message.pk))
    ]


def test_looking_at_the_list_is_noted_too(desk):
    MessageFactory.create_batch(3)

    desk.get(INBOX)

    assert list(AccessRecord.objects.values_list("actor_name", "action", "subject", "count")) == [
        ("desk", "list", "correspondence.Message", 3)
    ]


def test_the_page_runs_no_script_of_its_own(desk):
    source = desk.get(address(MessageFactory())).content.decode()

    assert re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>| on\w+=| style=", source) == []


def test_taking_it_is_one_button(desk):
    message = MessageFactory()

    response = press(desk, message, "start")

    assert (response.status_code, response["Location"]) == (302, address(message))
    assert state_of(message) == ("in_progress", "", "desk")


def test_only_colleagues_with_the_right_can_be_given_a_message(desk, colleague):
    able, unable = colleague("anna", "view_message", "change_message"), colleague("jan", "view_message")
    message = MessageFactory()

    refused = press(desk, message, "assign", to=unable.pk)
    press(desk, message, "assign", to=able.pk)

    assert refused.status_code == 422
    assert state_of(message) == ("new", "", "anna")


def test_a_note_is_kept_for_colleagues(desk):
    message = MessageFactory()

    press(desk, message, "note", text="Pilne!\r\nDzwonić.")

    assert [(note.author.username, note.text) for note in message.notes.all()] == [("desk", "Pilne!\nDzwonić.")]
    assert "Pilne!" in desk.get(address(message)).content.decode()
    assert Letter.objects.count() == 0


def test_an_answer_leaves_as_a_letter_and_stays_readable(desk):
    message = MessageFactory(email="olena@example.org")

    press(desk, message, "answer", text="Приходьте.", language="uk")

    assert state_of(message) == ("answered", "letter", "desk")
    assert list(Letter.objects.values_list("recipient", "kind")) == [("olena@example.org", "message-answer")]
    page = desk.get(address(message))
    assert [text_of(e) for e in elements(parsed(page), "blockquote")] == ["Як отримати PESEL?", "Приходьте."]
    assert "letter: waiting" in page.content.decode()
    assert buttons(page) == ["Open it again", "Add the note"]


def test_an_empty_answer_is_not_sent(desk):
    message = MessageFactory()

    response = press(desk, message, "answer", text="  ", language="uk")

    assert (response.status_code, state_of(message)) == (422, ("new", "", None))
    assert "Nothing was done." in response.content.decode()


def test_who_gave_only_a_phone_is_called(desk):
    message = MessageFactory(call=True, times=["early", "late"])

    response = desk.get(address(message))
    press(desk, message, "close", ending="phone")

    assert 'class="message-phone"><a class="phone" href="tel:+48600123456"' in response.content.decode()
    assert "Before 10:00, After 13:00" in response.content.decode()
    assert "Send the letter" not in buttons(response)
    assert state_of(message) == ("answered", "phone", "desk")


def test_no_letter_is_written_to_nowhere(desk):
    message = MessageFactory(by_phone=True)

    response = press(desk, message, "answer", text="Tak.", language="pl")

    assert (response.status_code, Reply.objects.count(), Letter.objects.count()) == (422, 0, 0)
    assert "There is no e-mail address to write to." in response.content.decode()


def test_a_closed_matter_is_opened_again(desk):
    message = MessageFactory(answered=True)

    press(desk, message, "reopen")

    assert state_of(message) == ("in_progress", "", None)


# --- texts to begin with ---


def answer_box(response):
    document = parsed(response)
    (text,) = [e.text or "" for e in elements(document, "textarea") if e.get("id") == "answer_text"]
    (language,) = [e for e in elements(document, "select") if e.get("id") == "answer_language"]
    return text.strip(), [o.get("value") for o in language if o.get("selected") is not None]


def test_a_text_fills_the_answer_in_the_senders_language(desk):
    message, begun = MessageFactory(language="uk"), AnswerTemplateFactory(body="Dzień dobry.")

    response = desk.get(address(message), {"template": begun.pk})

    assert answer_box(response) == ("Dzień dobry. uk", ["uk"])
    assert "not translated" not in response.content.decode()


def test_a_text_without_that_language_comes_in_polish_and_says_so(desk):
    message, begun = MessageFactory(language="uk"), AnswerTemplateFactory(untranslated=True)

    response = desk.get(address(message), {"template": begun.pk})

    assert answer_box(response) == ("Dzień dobry.", ["pl"])
    assert "This text is not translated into the language of the sender yet." in response.content.decode()


@pytest.mark.parametrize("template", ["", "999999", "x", "-1", "٣", "9" * 30])
def test_a_text_that_does_not_exist_fills_nothing(desk, template):
    response = desk.get(address(MessageFactory(language="ka")), {"template": template})

    assert (response.status_code, answer_box(response)) == (200, ("", ["ka"]))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_history(desk, django_assert_num_queries, number):
    message = MessageFactory()
    AnswerTemplateFactory.create_batch(number)
    for count in range(number):
        press(desk, message, "note", text="x")
        press(desk, message, "answer", text=f"{count}", language="pl")
        message.refresh_from_db()
    Message.objects.update(state="in_progress", ending="", closed_at=None)
    desk.get(address(message))  # shows what the buttons said, and forgets it

    with django_assert_num_queries(11):
        desk.get(address(message))


def test_staff_keep_their_texts_one_language_at_a_time(desk):
    desk.post(
        "/admin/correspondence/answertemplate/add/", {"title_pl": "PESEL", "body_pl": "Dzień dobry.", "position": 1}
    )

    begun = AnswerTemplate.objects.get()
    page = desk.get(f"/admin/correspondence/answertemplate/{begun.pk}/change/?language=ka").content.decode()
    assert {"title_ka", "body_ka"} <= set(re.findall(r'name="(\w+)"', page))
    assert '<div class="polish-source" lang="pl" dir="ltr">Dzień dobry.</div>' in page


# --- two at once ---


def test_the_slower_of_two_answers_is_kept_on_the_page(desk):
    message = MessageFactory()
    press(desk, message, "answer", text="Pierwsza odpowiedź.", language="pl")

    response = press(desk, message, "answer", text="Druga, długo pisana.", language="uk")

    assert response.status_code == 409
    assert MISSED in response.content.decode()
    assert answer_box(response) == ("Druga, długo pisana.", ["uk"])
    assert "Pierwsza odpowiedź." in response.content.decode()
    assert list(Reply.objects.values_list("text", flat=True)) == ["Pierwsza odpowiedź."]


def test_after_a_look_the_second_answer_may_leave_all_the_same(desk):
    message = MessageFactory()
    press(desk, message, "answer", text="Pierwsza.", language="pl")
    message.refresh_from_db()

    press(desk, message, "answer", text="Druga.", language="pl")

    assert list(Reply.objects.values_list("text", flat=True)) == ["Pierwsza.", "Druga."]


def test_an_empty_answer_to_a_changed_message_says_that_it_changed(desk):
    message = MessageFactory()
    press(desk, message, "start")

    response = press(desk, message, "answer", text="", language="pl")

    assert (response.status_code, MISSED in response.content.decode()) == (409, True)


def test_a_button_of_an_old_page_changes_nothing(desk):
    message = MessageFactory()
    press(desk, message, "close", ending="phone")

    late = press(desk, message, "start")

    assert late.status_code == 409
    assert state_of(message) == ("answered", "phone", "desk")


@pytest.mark.parametrize("fields", [{}, {"verb": "explode"}, {"verb": "start"}, {"verb": "start", "revision": "x"}])
def test_nonsense_changes_nothing(desk, fields):
    message = MessageFactory()

    assert desk.post(address(message), fields).status_code in (302, 409, 422)
    assert state_of(message) == ("new", "", None)


def test_ending_by_letter_needs_a_letter(desk):
    message = MessageFactory()

    assert press(desk, message, "close", ending="letter").status_code == 422
    assert state_of(message) == ("new", "", None)


# --- rights ---


def test_without_the_right_nobody_sees_anything(client, colleague):
    message = MessageFactory()
    client.force_login(colleague("jan"))

    answers = [client.get(INBOX), client.get(address(message)), press(client, message, "start")]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert AccessRecord.objects.count() == 0


def test_who_may_only_look_finds_no_buttons_and_changes_nothing(client, colleague):
    message = MessageFactory()
    client.force_login(colleague("jan", "view_message"))

    page = client.get(address(message))
    pressed = [press(client, message, verb, text="x", language="pl") for verb in ("start", "note", "answer", "close")]

    assert (page.status_code, buttons(page)) == (200, [])
    assert [response.status_code for response in pressed] == [403, 403, 403, 403]
    assert (state_of(message), message.notes.count()) == (("new", "", None), 0)


def test_who_may_delete_removes_a_message_with_all_that_belongs_to_it(client, colleague):
    message = MessageFactory(name="Olena")
    client.force_login(colleague("jan", "view_message", "change_message", "delete_message"))
    press(client, message, "note", text="Reklama.")

    asked = client.get(f"{INBOX}{message.pk}/delete/")
    client.post(f"{INBOX}{message.pk}/delete/", {"post": "yes"})

    assert (asked.status_code, "Olena" in asked.content.decode()) == (200, False)
    assert Message.objects.count() == 0
    assert list(LogEntry.objects.values_list("object_repr", flat=True)) == ["message 2027-01-10 12:00"]


def test_nobody_writes_a_message_at_the_desk(desk):
    assert desk.get(f"{INBOX}add/").status_code == 403


def test_a_message_that_is_gone_leads_back_to_the_desk(desk):
    response = desk.get(f"{INBOX}999999/change/")

    assert response.status_code == 404
    assert f'href="{INBOX}"' in response.content.decode()


def test_a_stranger_is_asked_to_log_in(client):
    response = client.get(address(MessageFactory()))

    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/admin/login/")
