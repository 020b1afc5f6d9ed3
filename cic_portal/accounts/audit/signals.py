"""What Django and django-axes tell of logins becomes records."""

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from cic_portal.accounts.audit.actions import record
from cic_portal.accounts.models import Action


@receiver(user_logged_in)
def record_login(request, user, **kwargs):
    record(action=Action.LOGIN, by=user, request=request, now=timezone.now())


@receiver(user_logged_out)
def record_logout(request, user, **kwargs):
    if user is not None:
        record(action=Action.LOGOUT, by=user, request=request, now=timezone.now())


@receiver(user_login_failed)
def record_failure(credentials, request=None, **kwargs):
    """Tries during a lockout are not recorded one by one: they were refused unread, and there may be thousands."""
    is_refused_unread = getattr(request, "axes_locked_out", False) and request.axes_failures_since_start is None
    if not is_refused_unread:
        subject = account_named(credentials.get("username"))
        record(action=Action.LOGIN_FAILED, about=subject, request=request, now=timezone.now())


@receiver(user_locked_out)
def record_lockout(request, username, **kwargs):
    if request.axes_failures_since_start is not None:  # the failure that began the lockout, not one during it
        record(action=Action.LOCKED_OUT, about=account_named(username), request=request, now=timezone.now())


def account_named(username):
    """The account, or None: a name that nobody has is not kept, because people type passwords into the wrong box."""
    return get_user_model().objects.filter(username=username or "").first()
