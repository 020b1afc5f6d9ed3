"""How often one address may write. Counted in the cache; the address itself is not stored, only its keyed hash."""

import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.core.cache import cache

HOUR = 60 * 60  # seconds


def client_address(request):
    """The address of the reader's side of the trusted proxies: TRUSTED_PROXIES of them add to X-Forwarded-For."""
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    return chain[-trusted] if trusted and len(chain) >= trusted else request.META.get("REMOTE_ADDR", "")


def counted_address(address):
    """What stands for `address` in a count: an IPv6 address is one of the 2⁶⁴ that each connection has (/64)."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(known), 64), strict=False))


class TooManyRequests(Exception):
    """Answered with the translated 429 page by TooManyRequestsMiddleware."""


def count_or_refuse(request, what, per_hour):
    """Count one more try of `what`; raises TooManyRequests for more than `per_hour` within an hour from one address."""
    if count(request, what) > per_hour:
        raise TooManyRequests(what)


def refuse_if_spent(request, what, per_hour):
    """Raise TooManyRequests when `per_hour` were counted within an hour from one address; counts nothing itself."""
    if cache.get(_key(request, what), 0) >= per_hour:
        raise TooManyRequests(what)


def count(request, what):
    """Count one more of `what`; returns how many there were within an hour from one address."""
    key = _key(request, what)
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two lines
        return 0


def _key(request, what):
    words = f"{what} {counted_address(client_address(request))}".encode()
    return f"limit:{hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()}"
