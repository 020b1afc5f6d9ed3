"""The letters about an account, each in the language of the desk that its owner chose. None holds a password."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from cic_portal.accounts.models import Action
from cic_portal.languages import staff_text as _s
from cic_portal.letters.actions import queue_letter
from cic_portal.letters.composing import Fact, LetterText
from cic_portal.letters.models import Letter
from cic_portal.publishing.addresses import absolute
from cic_portal.templatetags.portal import moment

INVITATION, PASSWORD, CHANGE = "staff-invitation", "staff-password", "staff-account"

CHANGES = {
    Action.PASSWORD_CHANGED: _s("The password of your account was changed."),
    Action.PASSWORD_RESET: _s("A new password was set for your account by the link in a letter."),
    Action.FACTOR_ENROLLED: _s("Another app for codes was set up for your account."),
    Action.FACTOR_REMOVED: _s("The second factor of your account was removed."),
    Action.FACTOR_RESET: _s(
        "An administrator reset your second factor. You set up a new app when you log in the next time."
    ),
}


def queue_invitation(*, user, token, expires_at, now):
    link = absolute(reverse("admin:invitation", args=[token]))
    _queue(INVITATION, user, lambda: _invitation_text(user, link, expires_at), now, is_confidential=True)


def queue_password_link(*, user, path, now):
    _queue(PASSWORD, user, lambda: _password_text(user, absolute(path)), now, is_confidential=True)


def tell_of_change(user, action, now):
    """Say what somebody changed about the account, so that its owner learns of it when it was not them."""
    if user.email:
        _queue(CHANGE, user, lambda: _change_text(CHANGES[action], now), now)


def password_letters_since(user, since):
    """How many links for a new password left for this account `since` a moment."""
    return Letter.objects.filter(kind=PASSWORD, recipient=user.email, created_at__gt=since).count()


def _queue(kind, user, compose, now, **options):
    with translation.override(user.desk_language):
        text = compose()
    queue_letter(kind=kind, recipient=user.email, language=user.desk_language, text=text, now=now, **options)


def _invitation_text(user, link, expires_at):
    return LetterText(
        subject=str(_s("Your account at the desk of the portal")),
        paragraphs=(
            str(_s("Hello %(name)s,")) % {"name": user.called},
            str(
                _s(
                    "a colleague has made an account for you at the staff desk of the portal of the Centre. "
                    "Follow the link, choose a password and set up an app for codes on your phone. It takes five minutes."
                )
            ),
        ),
        facts=(
            Fact(str(_s("User name:")), user.get_username(), is_ltr=True),
            Fact(str(_s("The link works until:")), moment(expires_at)),
        ),
        link=(link, str(_s("Open my account"))),
        closing=(str(_s("Did you not expect this letter? Then do nothing: nobody can use the account without it.")),),
    )


def _password_text(user, link):
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    return LetterText(
        subject=str(_s("A new password for the staff desk")),
        paragraphs=(
            str(_s("Hello %(name)s,")) % {"name": user.called},
            str(_s("somebody, probably you, asked for a new password. The link works once and for %(hours)s hours."))
            % {"hours": hours},
        ),
        facts=(Fact(str(_s("User name:")), user.get_username(), is_ltr=True),),
        link=(link, str(_s("Choose a new password"))),
        closing=(str(_s("Was it not you? Then do nothing: your password stays as it is.")),),
    )


def _change_text(sentence, now):
    return LetterText(
        subject=str(_s("Your account at the desk has changed")),
        paragraphs=(str(sentence),),
        facts=(Fact(str(_s("When:")), moment(now)),),
        closing=(str(_s("Was it not you? Then call the administrator of the portal at once.")),),
    )
