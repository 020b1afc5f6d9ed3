"""Hands letters to the mail server, one at a time; called by the worker.

Mail cannot be handed over exactly once: a process that is killed between the server's “taken” and our note of it cannot
know. That gap is one database statement long, and a letter keeps its Message-ID at every try, so servers that receive
it twice show it once. In every other place a kill loses nothing and doubles nothing.
"""

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from cic_portal.letters.actions import claim_letter, mark_sent, mark_unsent, worker_name

REFUSED_FOR_GOOD = 500  # SMTP answers from here on say that trying again is of no use


def message_of(letter):
    """The e-mail that `letter` stands for."""
    headers = {
        "Message-ID": letter.message_id,
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
        **letter.headers,
    }
    message = EmailMultiAlternatives(
        letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.recipient], headers=headers
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        message.attach("calendar.ics", letter.calendar, "text/calendar")
    return message


def send_letters(*, now, may_go_on):
    """The worker's duty: send what is due; returns a line about it, or ""."""
    sent, unsent = send_due_letters(worker=worker_name(), may_go_on=may_go_on)
    return f"Letters: {sent} sent, {unsent} not sent." if sent or unsent else ""


def send_due_letters(*, worker, may_go_on=lambda: True):
    """Send what is due, until nothing is left or `may_go_on` says no; returns (sent, unsent)."""
    sent = unsent = 0
    mailer = get_connection()
    try:
        while may_go_on() and (letter := claim_letter(worker=worker, now=timezone.now())):
            if _send(letter, mailer):
                sent += 1
            else:
                unsent += 1
    finally:
        mailer.close()
    return sent, unsent


def _send(letter, mailer):
    try:
        mailer.open()  # keeps an open one
        if not mailer.send_messages([message_of(letter)]):
            raise ConnectionError("handed over nothing")  # a backend that fails in silence has sent nothing
    except Exception as error:  # whatever a mail server or a broken address does, the next letter must have its turn
        mailer.close()
        mark_unsent(letter=letter, error=described(error), is_final=is_final(error), now=timezone.now())
        return False
    mark_sent(letter=letter, now=timezone.now())
    return True


def is_final(error):
    """Whether trying again cannot help: the server refused the address itself, or the letter cannot be written."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= REFUSED_FOR_GOOD for code, _words in error.recipients.values())
    return isinstance(error, UnicodeError | ValueError) and not isinstance(error, OSError)


def described(error):
    """What staff see of an error, without the address that servers like to repeat."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = ", ".join(str(code) for code, _words in error.recipients.values())
        return f"The mail server refused the address ({codes})."
    if isinstance(error, smtplib.SMTPResponseException):
        return f"The mail server answered {error.smtp_code}."
    return f"The mail server cannot be reached ({type(error).__name__})."
