import smtplib
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.mail import get_connection

from cic_portal.accounts.roles import Role
from cic_portal.letters.actions import claim_letter, queue_letter, release_letters_of_dead_workers, retry_letters
from cic_portal.letters.composing import Fact, LetterText
from cic_portal.letters.models import LEASE, PAUSES, Letter
from cic_portal.letters.sending import send_due_letters
from contact.models import Centre
from tests.factories import WARSAW, staff_member
from tests.letters.mail_servers import Refusing

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 10, 12, tzinfo=WARSAW)


def queue(recipient="olena@example.org", language="uk", **more):
    text = LetterText("Тема", ("Перше <речення>.",), (Fact("Де:", "ul. Nowy Świat 13", "pl", is_ltr=True),))
    return queue_letter(kind="message", recipient=recipient, language=language, text=text, now=NOW, **more)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def states():
    return list(Letter.objects.order_by("pk").values_list("state", "attempts"))


def test_a_letter_leaves_as_text_and_html_in_its_language_and_direction():
    queue(language="ar", calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", unsubscribe_url="https://portal.example/stop")

    assert send_due_letters(worker="test/1") == (1, 0)

    message = mail.outbox[0]
    html = message.alternatives[0].content
    assert message.to == ["olena@example.org"]
    assert '<html lang="ar" dir="rtl">' in html
    assert "Перше &lt;речення&gt;." in html
    assert "Перше <речення>." in message.body
    assert '<bdi dir="ltr"><b lang="pl" dir="ltr">ul. Nowy Świat 13</b></bdi>' in html
    assert message.attachments[0].filename == "calendar.ics"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert states() == [("sent", 1)]


def test_a_letter_says_how_to_call_the_centre():
    Centre.objects.filter(is_home=True).update(phone="+48123456789")

    letter = queue(language="ar")

    assert "12 345 67 89" in letter.text
    assert '<bdi dir="ltr">12 345 67 89</bdi>' in letter.html


def test_line_ends_in_a_subject_write_no_header():
    text = LetterText("Тема\r\nBcc: other@example.org", ("Речення.",))
    queue_letter(kind="message", recipient="olena@example.org", language="uk", text=text, now=NOW)

    send_due_letters(worker="test/1")

    assert mail.outbox[0].subject == "Тема Bcc: other@example.org"
    assert mail.outbox[0].recipients() == ["olena@example.org"]


@pytest.fixture
def dead_server(monkeypatch):
    monkeypatch.setattr("cic_portal.letters.sending.get_connection", lambda: Refusing(ConnectionRefusedError()))


@pytest.mark.usefixtures("dead_server")
def test_a_dead_mail_server_costs_growing_pauses_and_then_staff_see_it():
    letter = queue()
    waited = []
    for pause in PAUSES:
        with time_machine.travel(NOW + sum(waited, timedelta()), tick=False):
            assert send_due_letters(worker="test/1") == (0, 1)
        letter.refresh_from_db()
        assert letter.state == "queued"
        waited.append(letter.next_attempt_at - NOW - sum(waited, timedelta()))
        assert waited[-1] == pause
    with time_machine.travel(NOW + sum(waited, timedelta()), tick=False):
        send_due_letters(worker="test/1")

    letter.refresh_from_db()
    assert waited == list(PAUSES)
    assert (letter.state, letter.error) == ("failed", "The mail server cannot be reached (ConnectionRefusedError).")


def test_letters_leave_when_the_server_is_back(monkeypatch):
    queue()
    with monkeypatch.context() as broken:
        broken.setattr("cic_portal.letters.sending.get_connection", lambda: Refusing(OSError()))
        send_due_letters(worker="test/1")

    with time_machine.travel(NOW + PAUSES[0], tick=False):
        assert send_due_letters(worker="test/1") == (1, 0)


@pytest.mark.parametrize(("code", "state"), [(550, "failed"), (450, "queued")])
def test_a_refused_address_fails_at_once_unless_the_refusal_may_pass(monkeypatch, code, state):
    error = smtplib.SMTPRecipientsRefused({"olena@example.org": (code, b"olena@example.org unknown")})
    monkeypatch.setattr("cic_portal.letters.sending.get_connection", lambda: Refusing(error))
    letter = queue()

    send_due_letters(worker="test/1")

    letter.refresh_from_db()
    assert (letter.state, letter.error) == (state, f"The mail server refused the address ({code}).")


def test_one_bad_letter_does_not_stop_the_others(monkeypatch):
    mailer = get_connection()
    send = mailer.send_messages

    def picky(messages):
        if messages[0].to == ["bad@example.org"]:
            raise smtplib.SMTPDataError(554, b"no")
        return send(messages)

    monkeypatch.setattr(mailer, "send_messages", picky)
    monkeypatch.setattr("cic_portal.letters.sending.get_connection", lambda: mailer)
    for name in ("bad", "good"):
        queue(f"{name}@example.org")

    assert send_due_letters(worker="test/1") == (1, 1)
    assert states() == [("queued", 1), ("sent", 1)]


def test_a_mail_backend_that_fails_in_silence_has_sent_nothing(monkeypatch):
    mailer = get_connection()
    monkeypatch.setattr(mailer, "send_messages", lambda messages: None)
    monkeypatch.setattr("cic_portal.letters.sending.get_connection", lambda: mailer)
    letter = queue()

    assert send_due_letters(worker="test/1") == (0, 1)

    letter.refresh_from_db()
    assert (letter.state, letter.error) == ("queued", "The mail server cannot be reached (ConnectionError).")


def test_staff_send_a_failed_letter_again():
    letter = queue()
    Letter.objects.update(state="failed", attempts=11)

    assert retry_letters(letters=Letter.objects.all(), now=NOW) == 1

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("queued", 0)


def test_a_held_letter_is_free_again_when_its_worker_is_gone():
    queue()
    claimed = claim_letter(worker="elsewhere/1", now=NOW)

    assert claim_letter(worker="here/1", now=NOW) is None
    assert claim_letter(worker="here/1", now=NOW + LEASE) == claimed


def test_a_killed_worker_of_this_machine_frees_its_letters_at_once(monkeypatch):
    queue()
    monkeypatch.setattr("cic_portal.letters.actions.socket.gethostname", lambda: "host")
    claim_letter(worker="host/999999999", now=NOW)

    assert release_letters_of_dead_workers() == 1
    assert states() == [("queued", 1)]


def test_the_subject_and_the_log_name_nobody(caplog):
    queue()

    send_due_letters(worker="test/1")

    assert "olena" not in caplog.text + mail.outbox[0].subject


@pytest.mark.parametrize(
    ("rights", "state"),
    [(["view_letter", "see_all_letters"], "failed"), (["view_letter", "see_all_letters", "send_letter"], "queued")],
)
def test_only_who_may_send_letters_sends_them_again(client, django_user_model, rights, state):
    letter = queue()
    Letter.objects.update(state="failed", attempts=11)
    user = django_user_model.objects.create_user("reception", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)

    client.post("/admin/letters/letter/", {"action": "send_again", "_selected_action": [letter.pk]})

    letter.refresh_from_db()
    assert letter.state == state


@pytest.mark.parametrize(
    ("name", "status"), [("text__contains", 400), ("html__contains", 400), ("headers__icontains", 400), ("state", 200)]
)
def test_nobody_guesses_the_words_of_a_letter_by_filtering_for_them(client, name, status):
    """An auditor may see that a link to a password was sent; the link itself is for the recipient alone."""
    queue(is_confidential=True)
    client.force_login(staff_member(Role.AUDITOR))

    assert client.get("/admin/letters/letter/", {name: "queued"}).status_code == status
