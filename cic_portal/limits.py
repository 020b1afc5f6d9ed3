"""How often one address may write. Counted in the cache; the address itself is not stored, only its keyed hash."""

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache

HOUR = 60 * 60  # seconds


def client_address(request):
    """The address of the reader's side of the trusted proxies: TRUSTED_PROXIES of them add to X-Forwarded-For."""
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    return chain[-trusted] if trusted and len(chain) >= trusted else request.META.get("REMOTE_ADDR", "")


class TooManyRequests(Exception):
    """Answered with the translated 429 page by TooManyRequestsMiddleware."""


def count_or_refuse(request, what, per_hour):
    """Count one more try of `what`; raises TooManyRequests for more than `per_hour` within an hour from one address."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{what} {client_address(request)}".encode(), hashlib.sha256)
    key = f"limit:{digest.hexdigest()}"
    cache.add(key, 0, HOUR)
    try:
        tries = cache.incr(key)
    except ValueError:  # it ran out between the two lines
        return
    if tries > per_hour:
        raise TooManyRequests(what)
