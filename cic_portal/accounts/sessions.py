"""How long somebody stays logged in, and what becomes of a form that is sent too late."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.db import models, transaction
from django.db.models import F
from django.dispatch import receiver
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from cic_portal.accounts.audit.actions import record
from cic_portal.accounts.models import Action, User
from cic_portal.accounts.second_factor import HAS_SECOND_FACTOR, is_let_in
from cic_portal.languages import staff_text as _s

LOGGED_IN_AT, SEEN_AT, KEPT_FORM = "logged in at", "seen at", "kept form"
SENT_AGAIN = "_sent_again"  # a field of the page that shows a kept form
# Being seen is noted with this precision: each note is a write, and a page a minute would be a write a minute.
NOTED_EVERY = timedelta(minutes=5)
# A password alone opens nothing; it is not left lying about either.
CODE_WITHIN = timedelta(minutes=30)
FORM_KEPT = timedelta(hours=1)
LONGEST_FORM = 1024 * 1024  # characters


class Ending(models.TextChoices):
    """Why the login page is shown instead of the page that was asked for."""

    IDLE = "idle", _s("You were logged out because nothing was done here for a while.")
    LONG = "long", _s("You were logged out because your session lasted for a whole working day.")
    HALF_WAY = "half-way", _s("The code was not given in time. Please begin again.")
    LOGGED_OUT = "out", _s("You are logged out.")
    PASSWORD = "password", _s("Your new password is saved. Please log in with it.")
    EVERYWHERE = "everywhere", _s("You are logged out on all devices, this one included.")


@receiver(user_logged_in)
def begin(request, user, **kwargs):
    now = timezone.now().timestamp()
    request.session[LOGGED_IN_AT] = request.session[SEEN_AT] = now
    request.session[HAS_SECOND_FACTOR] = TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def why_over(request, now):
    """The Ending of a session whose time is over at `now`, or None. One without its times was never ours: it is over."""
    moment = now.timestamp()
    age = moment - request.session.get(LOGGED_IN_AT, 0)
    if age >= timedelta(hours=settings.DESK_HOURS).total_seconds():
        return Ending.LONG
    if moment - request.session.get(SEEN_AT, 0) >= timedelta(minutes=settings.DESK_IDLE_MINUTES).total_seconds():
        return Ending.IDLE
    if age >= CODE_WITHIN.total_seconds() and not is_let_in(request):
        return Ending.HALF_WAY
    return None


def note_seen(request, now):
    if now.timestamp() - request.session[SEEN_AT] >= NOTED_EVERY.total_seconds():
        request.session[SEEN_AT] = now.timestamp()


def end_session(request, why, now):
    """Log out; what a form sent too late waits for the same person to log in again."""
    kept = form_to_keep(request, now) if is_let_in(request) else None
    record(action=Action.SESSION_ENDED, by=request.user, request=request, now=now, why=str(why))
    request.session.flush()
    if kept:
        request.session[KEPT_FORM] = kept


def form_to_keep(request, now):
    """What the form holds, as plain values; None when it is too long, or holds a password or a code."""
    fields = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    length = sum(len(value) for _name, values in fields for value in values)
    is_secret = any("password" in name or name == "code" for name, _values in fields)
    if request.method != "POST" or not fields or is_secret or length > LONGEST_FORM:
        return None
    return {
        "user": request.user.pk,
        "path": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
        "at": now.timestamp(),
    }


def kept_form(request, now):
    """The form that waits for this person, or None; one that waits for another or for too long is dropped."""
    kept = request.session.get(KEPT_FORM)
    if kept and (kept["user"] != request.user.pk or now.timestamp() - kept["at"] > FORM_KEPT.total_seconds()):
        del request.session[KEPT_FORM]
        return None
    return kept


@transaction.atomic
def end_sessions(user):
    """Every session of this account ends at its next request; see `stay` for the one that asked for it."""
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.refresh_from_db(fields=["session_generation"])


def stay(request, user):
    """Let this session outlive the change that ended the others, under a new key."""
    update_session_auth_hash(request, user)
