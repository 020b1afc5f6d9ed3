from django.contrib.auth import get_user_model
from django.db import transaction

from cic_portal.accounts.audit.actions import record
from cic_portal.accounts.models import Action, User
from cic_portal.accounts.sessions import end_sessions


@transaction.atomic
def give_local_login(*, username, password):
    """Create a member of staff with every right, or give an existing one this password. For a local machine only.

    It opens the desk by its password alone while nobody else can reach the portal (second_factor_is_required).
    """
    user, _created = get_user_model().objects.get_or_create(
        username=username, defaults={"is_staff": True, "is_superuser": True}
    )
    user.is_local_login = True
    user.set_password(password)
    user.save(update_fields=["password", "is_local_login"])
    return user


@transaction.atomic
def choose_desk_language(*, user, code):
    User.objects.filter(pk=user.pk).update(desk_language=code)


@transaction.atomic
def change_account(*, user, columns):
    """Save the `columns` that an administrator changes; password and sessions, which others may change, stay as they are."""
    user.save(update_fields=columns)


@transaction.atomic
def log_out_everywhere(*, user, request, now):
    """End every session of this account, the one that asks for it included."""
    end_sessions(user)
    record(action=Action.LOGGED_OUT_EVERYWHERE, by=user, request=request, now=now)
