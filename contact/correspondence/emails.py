"""The letters about a message, each in the language its writer chose."""

from datetime import timedelta

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cic_portal import languages
from cic_portal.letters.actions import queue_letter
from cic_portal.letters.composing import LetterText
from cic_portal.letters.models import Letter
from cic_portal.publishing.addresses import absolute
from cic_portal.texts.models import LocalText

RECEIPT = "message-receipt"
# Anybody can type anybody's address into the form: nobody's letter box is filled through it.
RECEIPTS_A_DAY = 5


def queue_receipt(message, now):
    """Say that the message has come, with a copy of it; who gave only a phone gets none."""
    if message.email and not _has_enough_receipts(message.email, now):
        _queue(RECEIPT, message, _receipt_text, now)


def _has_enough_receipts(email, now):
    lately = Letter.objects.filter(kind=RECEIPT, created_at__gt=now - timedelta(days=1))
    return lately.of_person(email=email, phone="").count() >= RECEIPTS_A_DAY


def queue_answer(message, text, language, now):
    """The answer of staff; returns the Letter. `language` is the one that `text` is written in."""
    words = LocalText(text, languages.BY_CODE[language])
    return _queue("message-answer", message, lambda message: _answer_text(message, words), now)


def _queue(kind, message, compose, now):
    with translation.override(message.language):
        text = compose(message)
    return queue_letter(kind=kind, recipient=message.email, language=message.language, text=text, now=now)


def _receipt_text(message):
    return LetterText(
        subject=_("We have your message"),
        paragraphs=(
            _("Thank you for your message. We answer on working days. You need not do anything."),
            _("This is what you wrote to us:"),
        ),
        quote=message.text,
    )


def _answer_text(message, words):
    note = () if words.language.code == message.language else (_("We have this message only in another language:"),)
    return LetterText(
        subject=_("An answer from the Centre"),
        paragraphs=(*note, words),
        link=(absolute(reverse("correspondence:message")), _("Write to us again")),
    )
