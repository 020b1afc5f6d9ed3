"""What becomes of a message: who takes it, how it ends, how long it is kept, and whose it is."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from cic_portal.letters.models import Letter
from cic_portal.personal_data.actions import erase_person, export_person, purge
from cic_portal.personal_data.models import personal_models
from contact.correspondence.actions import ChangedMeanwhile, answer, assign, close, note, reopen, start
from contact.correspondence.models import Message, Note, Reply
from tests.factories import WARSAW, MessageFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 1, 12, 12, tzinfo=WARSAW)


@pytest.fixture
def anna(django_user_model):
    return django_user_model.objects.create_superuser("anna")


@pytest.fixture
def jan(django_user_model):
    return django_user_model.objects.create_superuser("jan")


def state_of(message):
    message.refresh_from_db()
    return (message.state, message.ending, message.assigned_to and message.assigned_to.username, message.closed_at)


def test_anna_takes_a_message_and_answers_it(anna):
    message = MessageFactory(email="olena@example.org", language="uk")

    start(message=message, by=anna, seen=0)
    assert state_of(message) == ("in_progress", "", "anna", None)
    reply = answer(message=message, by=anna, text="Приходьте в понеділок.", language="uk", seen=1, now=NOON)

    assert state_of(message) == ("answered", "letter", "anna", NOON)
    letter = Letter.objects.get()
    assert (reply.by, reply.at, reply.language, reply.letter) == (anna, NOON, "uk", letter)
    assert (letter.kind, letter.recipient, letter.language) == ("message-answer", "olena@example.org", "uk")
    assert letter.text.startswith("Приходьте в понеділок.\n")
    assert "https://portal.example/uk/contact/message/" in letter.text


def test_an_answer_in_another_language_says_so_in_the_readers_own(anna):
    message = MessageFactory(language="ar")

    answer(message=message, by=anna, text="Proszę przyjść.", language="pl", seen=0, now=NOON)

    letter = Letter.objects.get()
    assert '<html lang="ar" dir="rtl">' in letter.html
    assert '<span lang="pl" dir="ltr">Proszę przyjść.</span>' in letter.html


def test_when_the_letter_cannot_be_queued_nothing_is_answered(anna, monkeypatch):
    message = MessageFactory()

    def broken(**_facts):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("contact.correspondence.emails.queue_letter", broken)
    with pytest.raises(RuntimeError):
        answer(message=message, by=anna, text="Tak.", language="pl", seen=0, now=NOON)

    assert (state_of(message), Reply.objects.count()) == (("new", "", None, None), 0)


def test_of_two_answers_at_once_only_the_first_leaves(anna, jan):
    message = MessageFactory()
    answer(message=message, by=anna, text="Tak.", language="pl", seen=0, now=NOON)

    with pytest.raises(ChangedMeanwhile) as late:
        answer(message=message, by=jan, text="Nie.", language="pl", seen=0, now=NOON)

    assert late.value.current.state == "answered"
    assert list(Reply.objects.values_list("text", flat=True)) == ["Tak."]
    assert Letter.objects.count() == 1


def test_of_two_who_take_it_the_second_learns_of_the_first(anna, jan):
    message = MessageFactory()
    start(message=message, by=anna, seen=0)

    with pytest.raises(ChangedMeanwhile):
        start(message=message, by=jan, seen=0)

    assert state_of(message) == ("in_progress", "", "anna", None)


def test_a_note_disturbs_nobody_who_writes_an_answer(anna, jan):
    message = MessageFactory()
    note(message=message, by=jan, text="Już dzwonił.", now=NOON)

    answer(message=message, by=anna, text="Tak.", language="pl", seen=0, now=NOON)

    assert [(kept.author, kept.text, kept.at) for kept in message.notes.all()] == [(jan, "Już dzwonił.", NOON)]


def test_a_message_is_handed_over_and_back(anna, jan):
    message = MessageFactory()

    assign(message=message, to=jan, seen=0)
    assert state_of(message) == ("new", "", "jan", None)
    assign(message=message, to=None, seen=1)

    assert state_of(message) == ("new", "", None, None)


@pytest.mark.parametrize("ending", ["phone", "nothing"])
def test_a_matter_ends_without_a_letter(anna, ending):
    message = MessageFactory(call=True)

    close(message=message, by=anna, ending=ending, seen=0, now=NOON)

    assert state_of(message) == ("answered", ending, "anna", NOON)
    assert Letter.objects.count() == 0


def test_a_closed_matter_is_closed_until_somebody_opens_it(anna):
    message = MessageFactory(answered=True)
    for act in (start, assign, close):
        extra = {"start": {"by": anna}, "assign": {"to": anna}, "close": {"by": anna, "ending": "phone", "now": NOON}}
        with pytest.raises(ChangedMeanwhile):
            act(message=message, seen=0, **extra[act.__name__])

    reopen(message=message, seen=0, now=NOON)

    assert state_of(message) == ("in_progress", "", None, None)


@pytest.mark.parametrize("columns", [{"state": "answered"}, {"ending": "phone"}, {"email": ""}])
def test_the_database_refuses_what_cannot_be(columns):
    message = MessageFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**columns)


# --- how long, and whose ---


def test_what_is_answered_stays_ninety_days_and_what_is_not_half_a_year():
    closed, came = datetime(2027, 1, 11, 12, tzinfo=WARSAW), datetime(2027, 1, 10, 12, tzinfo=WARSAW)
    answered, waiting = MessageFactory(answered=True), MessageFactory()
    opened_again = MessageFactory(waits_since=came + timedelta(days=60))

    def left_after(day):
        purge(today=day)
        return set(Message.objects.all())

    assert left_after(closed.date() + timedelta(days=90)) == {answered, waiting, opened_again}
    assert left_after(closed.date() + timedelta(days=91)) == {waiting, opened_again}
    assert left_after(came.date() + timedelta(days=180)) == {waiting, opened_again}
    assert left_after(came.date() + timedelta(days=181)) == {opened_again}
    assert left_after(date(2028, 1, 1)) == set()


def test_every_model_of_the_app_says_how_long_it_is_kept():
    ours = {model.__name__: model.RETENTION for model in personal_models() if model._meta.app_label == "correspondence"}

    assert ours == {
        "Message": "90 days after it was answered or closed; without an answer 180 days after it came or was opened again",
        "Note": "as long as its message",
        "Reply": "as long as its message",
    }


@pytest.fixture
def history(anna):
    """A message of Olena with a note and a reply, and one of somebody else."""
    message = MessageFactory(email="olena@example.org")
    note(message=message, by=anna, text="Pilne.", now=NOON)
    answer(message=message, by=anna, text="Tak.", language="pl", seen=0, now=NOON)
    return message, MessageFactory(email="other@example.org")


def test_one_person_gets_all_that_is_kept_about_them(anna, history):
    rows = export_person(contact="OLENA@example.org", actor=anna, now=NOON)

    ours = [(row["model"], row["text"]) for row in rows if row["model"].startswith("correspondence.")]
    assert ours == [
        ("correspondence.Message", "Як отримати PESEL?"),
        ("correspondence.Note", "Pilne."),
        ("correspondence.Reply", "Tak."),
    ]
    assert {"submission", "assigned_to_id", "revision", "author_id", "by_id"} & {
        name for row in rows for name in row
    } == (set())


def test_one_person_is_erased_with_notes_and_replies(anna, history):
    _message, other = history

    erase_person(contact="olena@example.org", actor=anna, now=NOON)

    assert (list(Message.objects.all()), Note.objects.count(), Reply.objects.count()) == ([other], 0, 0)


def test_who_gave_a_phone_is_found_by_it(anna):
    MessageFactory(call=True)

    rows = export_person(contact="600 123 456", actor=anna, now=NOON)

    assert [(row["model"], row["phone"].as_e164) for row in rows] == [("correspondence.Message", "+48600123456")]
