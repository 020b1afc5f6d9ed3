"""A signed value inside each form: when it was opened, for what, and a number that makes sending it twice harmless."""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils import timezone

SALT = "cic_portal.visitors"
MAX_AGE = 2 * 24 * 60 * 60  # seconds: nobody is hurried (AX-18)


class TokenRefused(Exception):
    """The token is missing, forged, of another form, too old, or came back faster than a person can type."""


class TooFast(TokenRefused):
    """A good token that came back within a moment: it will do when it is sent again."""


@dataclass(frozen=True)
class FormToken:
    """`submission` is the same for every time one opened form is sent."""

    submission: uuid.UUID


def new_token(purpose):
    """A token for one opening of the form `purpose`, which names what the form is about."""
    return signing.dumps([purpose, uuid.uuid4().hex, timezone.now().timestamp()], salt=SALT)


def read_token(token, purpose):
    """The FormToken in `token`; raises TokenRefused."""
    try:
        signed_for, submission, opened_at = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise TokenRefused("forged or old") from error
    if signed_for != purpose:
        raise TokenRefused("of another form")
    if timezone.now().timestamp() - opened_at < settings.FORM_LEAST_SECONDS:
        raise TooFast("too fast")
    return FormToken(uuid.UUID(submission))
