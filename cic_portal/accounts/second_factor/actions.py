from base64 import b32encode
from binascii import unhexlify

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cic_portal.accounts.audit.actions import record
from cic_portal.accounts.letters import tell_of_change
from cic_portal.accounts.models import Action, User
from cic_portal.accounts.sessions import end_sessions

BACKUP_CODES = 10
APP = "app"
DIGITS = 6


def unsaved_app(user, key):
    """The app as it will be kept once a code from it was right; `key` is hexadecimal."""
    return TOTPDevice(user=user, name=APP, key=key, confirmed=True)


def key_in_words(key):
    """The key as an app takes it when nobody can scan: base 32 in groups of four."""
    letters = b32encode(unhexlify(key)).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


@transaction.atomic
def enrol_second_factor(*, user, key, code, request, now):
    """Take the app that knows `key` as the second factor of `user`, in the place of any other.

    Returns (device, ten new backup codes), or None for a wrong `code`. Other sessions of this account end.
    """
    _lock(user)
    device = unsaved_app(user, key)
    device.save()
    if not device.verify_token(plain(code)):
        device.delete()
        return None
    is_change = TOTPDevice.objects.filter(user=user, confirmed=True).exclude(pk=device.pk).exists()
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    end_sessions(user)
    record(action=Action.FACTOR_ENROLLED, by=user, request=request, now=now)
    if is_change:
        tell_of_change(user, Action.FACTOR_ENROLLED, now)
    return device, _new_codes(user)


@transaction.atomic
def renew_backup_codes(*, user, request, now):
    """Ten new codes in the place of those that are left. After a double click the ten that are shown last count."""
    _lock(user)
    record(action=Action.CODES_RENEWED, by=user, request=request, now=now)
    return _new_codes(user)


@transaction.atomic
def remove_second_factor(*, user, request, now):
    """For who is not required to have one. Other sessions end."""
    _lock(user)
    _forget_devices(user)
    end_sessions(user)
    record(action=Action.FACTOR_REMOVED, by=user, request=request, now=now)
    tell_of_change(user, Action.FACTOR_REMOVED, now)


@transaction.atomic
def reset_second_factor(*, user, by, request, now):
    """Somebody lost phone and codes: `by` lets them set up a new app at the next login. Their sessions end at once."""
    _lock(user)
    _forget_devices(user)
    end_sessions(user)
    record(action=Action.FACTOR_RESET, by=by, about=user, request=request, now=now)
    tell_of_change(user, Action.FACTOR_RESET, now)


@transaction.atomic
def verify_code(*, user, code, request, now):
    """The device of `user` that `code` belongs to, or None. A code works once, and after a wrong one there is a pause."""
    code = plain(code)
    device = device_for(user, code)
    verified = device and verify_token(user, device.persistent_id, code if is_from_app(code) else stored_form(code))
    if not verified:
        record(action=Action.CODE_FAILED, by=user, request=request, now=now)
        return None
    record(action=Action.CODE_PASSED, by=user, request=request, now=now)
    if not is_from_app(code):
        left = verified.token_set.count()
        record(action=Action.BACKUP_CODE_USED, by=user, request=request, now=now, codes_left=left)
    return verified


def plain(code):
    """What was typed or pasted, without blanks and hyphens."""
    return "".join(character for character in code if character.isalnum()).lower()


def is_from_app(code):
    return code.isdigit() and len(code) == DIGITS


def device_for(user, code):
    """Where `code` (plain) belongs: the app, or the sheet of backup codes."""
    model = TOTPDevice if is_from_app(code) else StaticDevice
    return model.objects.filter(user=user, confirmed=True).first()


def stored_form(code):
    """What the table holds for a backup code. django-otp would store the code itself; this is its keyed hash, cut to 64 bits.

    Without SECRET_KEY a copy of the table opens nothing; with another SECRET_KEY the codes have to be made anew.
    """
    return salted_hmac("cic_portal.accounts.backup-code", code, secret=settings.SECRET_KEY).hexdigest()[:16]


def _lock(user):
    """Changes of one account's second factor happen one after the other."""
    User.objects.select_for_update().get(pk=user.pk)


def _new_codes(user):
    device, _created = StaticDevice.objects.get_or_create(user=user, defaults={"name": "codes", "confirmed": True})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(BACKUP_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=stored_form(code)) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def _forget_devices(user):
    for model in (TOTPDevice, StaticDevice):
        model.objects.filter(user=user).delete()
