import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import password_validation
from django.db import transaction

from cic_portal.accounts.audit.actions import record
from cic_portal.accounts.letters import queue_invitation
from cic_portal.accounts.models import Action, Invitation, User


@transaction.atomic
def invite(*, first_name, last_name, email, username, desk_language, roles, by, request, now, languages=()):
    """Make an account that nobody can use yet and send its owner a letter; `roles` are groups. Returns the User.

    `languages` are the codes of those into which a translator may translate.
    """
    user = User(username=username, email=email, first_name=first_name, last_name=last_name)
    user.desk_language, user.is_staff, user.is_active = desk_language, True, False
    user.languages = list(languages)
    user.set_unusable_password()
    user.save(force_insert=True)
    user.groups.set(roles)
    names = sorted(role.name for role in roles)
    given = {"languages_given": sorted(languages)} if languages else {}
    record(action=Action.INVITED, by=by, about=user, request=request, now=now, roles_given=names, **given)
    _send(user, by, now)
    return user


@transaction.atomic
def invite_again(*, user, by, request, now):
    """A new letter with a new link; the old one works no longer. Does nothing for who has already come in."""
    user = _locked(user)
    if not is_expected(user):
        return False
    user.invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    record(action=Action.INVITED, by=by, about=user, request=request, now=now)
    _send(user, by, now)
    return True


@transaction.atomic
def withdraw_invitation(*, user, by, request, now):
    """The link in the letter works no longer; the account stays, and may be invited again. Says whether there was one."""
    user = _locked(user)
    count = user.invitations.open_at(now).update(withdrawn_at=now)
    if count:
        record(action=Action.INVITATION_WITHDRAWN, by=by, about=user, request=request, now=now)
    return bool(count)


@transaction.atomic
def accept_invitation(*, token, password, request, now):
    """Let the owner of the letter in with a `password` that was validated; None when the link works no longer."""
    found = invitation_of(token, now)
    if found is None:
        return None
    # The account first, as every verb here locks it: an invitation locked before it would wait for one that waits for it.
    user = _locked(found.user)
    if not user.invitations.open_at(now).filter(pk=found.pk).update(accepted_at=now):
        return None
    user.is_active = True
    user.set_password(password)
    user.save(update_fields=["is_active", "password"])
    password_validation.password_changed(password, user)
    record(action=Action.INVITATION_ACCEPTED, by=user, request=request, now=now)
    return user


def invitation_of(token, now):
    """The open invitation that the link with `token` belongs to, with its user, or None."""
    return Invitation.objects.open_at(now).select_related("user").filter(token_hash=_hash(token)).first()


def is_expected(user):
    """Whether `user` was invited and has never come in: nobody has a password yet."""
    invited = list(user.invitations.values_list("accepted_at", flat=True))
    return bool(invited) and not any(invited) and not user.has_usable_password()


def _locked(user):
    return User.objects.select_for_update().get(pk=user.pk)


def _send(user, by, now):
    token = secrets.token_urlsafe(32)
    expires_at = now + timedelta(days=settings.INVITATION_DAYS)
    Invitation.objects.create(user=user, invited_by=by, token_hash=_hash(token), created_at=now, expires_at=expires_at)
    queue_invitation(user=user, token=token, expires_at=expires_at, now=now)


def _hash(token):
    return hashlib.sha256(token.encode()).hexdigest()
