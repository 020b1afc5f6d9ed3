from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cic_portal.accounts.audit.actions import record
from cic_portal.accounts.letters import password_letters_since, queue_password_link, tell_of_change
from cic_portal.accounts.models import Action, User


@transaction.atomic
def change_password(*, user, password, request, now):
    """`password` was validated. Other sessions end, because the hash that signs them changed."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(action=Action.PASSWORD_CHANGED, by=user, request=request, now=now)
    tell_of_change(user, Action.PASSWORD_CHANGED, now)


@transaction.atomic
def send_password_link(*, user, by, request, now):
    """A letter with a link to set a new password; False when this account got enough of them today.

    `by` is an administrator, or None when somebody asked at the login page.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two requests at once count one after the other
    if password_letters_since(user, now - timedelta(days=1)) >= settings.PASSWORD_RESETS_PER_DAY:
        return False
    number, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    queue_password_link(user=user, path=reverse("admin:new-password", args=[number, token]), now=now)
    record(action=Action.PASSWORD_ASKED, by=by, about=user, request=request, now=now)
    return True


def send_links_to(*, email, request, now):
    """Send a link to each account that `email` belongs to; who asks is not told whether there was one."""
    for user in User.objects.filter(email__iexact=email, is_active=True).exclude(email=""):
        if user.has_usable_password():
            send_password_link(user=user, by=None, request=request, now=now)


@transaction.atomic
def reset_password(*, user, token, password, request, now):
    """`password` was validated. Every session of the account ends. False when the link was used a moment ago."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not default_token_generator.check_token(user, token):
        return False
    user.set_password(password)
    user.save(update_fields=["password"])
    record(action=Action.PASSWORD_RESET, by=user, request=request, now=now)
    tell_of_change(user, Action.PASSWORD_RESET, now)
    return True
