"""The second factor: a code from an app (TOTP), or one of ten backup codes. django-otp keeps and checks both.

Promises: where it is required, no page of the desk opens by the password alone; a code works once; what is stored of a
backup code does not give it away. Leans on `audit` and `lockout`.
"""

from django.conf import settings
from django_otp import DEVICE_ID_SESSION_KEY

# In the session of who has a second factor, required or not: asked once at the login, not at every page.
HAS_SECOND_FACTOR = "has second factor"


def second_factor_is_required(user):
    """Whether the password of `user` is not enough to open the desk.

    - SITE_URL is https, so the desk is public: required of everybody, whatever else is set.
    - SECOND_FACTOR_REQUIRED=true in the environment: required of everybody.
    - DEBUG is off and the portal is on http: required of everybody but the login that `make serve` prints, and of that
      one too unless SITE_URL and HOST name this machine alone (127.0.0.1 or localhost).
    - DEBUG is on: not required.
    """
    if user.is_local_login and settings.LOCAL_LOGIN_NEEDS_PASSWORD_ONLY:
        return False
    return settings.SECOND_FACTOR_REQUIRED


def is_verified(request):
    """Whether a code was given in this session. A reset of the factor ends the session itself, so this needs no query."""
    return DEVICE_ID_SESSION_KEY in request.session


def is_let_in(request):
    """Whether who has logged in has done all that the desk asks for."""
    if is_verified(request):
        return True
    return not request.session.get(HAS_SECOND_FACTOR) and not second_factor_is_required(request.user)
