"""What `manage.py check --deploy` says of the door of the desk."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def second_factor_guards_a_public_desk(app_configs, **kwargs):
    """SITE_URL decides, so nobody switches the second factor off by accident in code that changes the settings."""
    if not settings.SITE_URL.startswith("https://"):
        return []
    faults = []
    if not settings.SECOND_FACTOR_REQUIRED:
        faults.append(Error("SITE_URL is https, but SECOND_FACTOR_REQUIRED is off.", id="accounts.E001"))
    if settings.LOCAL_LOGIN_NEEDS_PASSWORD_ONLY:
        faults.append(Error("SITE_URL is https, but a local login needs its password only.", id="accounts.E002"))
    return faults
