import os

import pytest
import redis
from django.test import RequestFactory

from cic_portal.limits import TooManyRequests, count_or_refuse

REDIS = "redis://127.0.0.1:6379/9"


def redis_answers():
    try:
        return redis.Redis.from_url(REDIS).ping()
    except redis.ConnectionError:
        return False


@pytest.fixture(params=["locmem", "redis"])
def counted_in(request, settings):
    """Each cache that may count; a newcomer's machine has no Redis, CI must have one."""
    if request.param == "redis":
        if not redis_answers() and not os.environ.get("CI"):
            pytest.skip("Redis does not answer here")
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": REDIS,
                "KEY_PREFIX": f"test-{os.getpid()}",
            }
        }
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()


def refused(address, times, settings, proxies=0):
    settings.TRUSTED_PROXIES = proxies
    answers = []
    for _time in range(times):
        request = RequestFactory().post("/", headers={"x-forwarded-for": address}, REMOTE_ADDR="10.0.0.1")
        try:
            count_or_refuse(request, "test", 2)
            answers.append(False)
        except TooManyRequests:
            answers.append(True)
    return answers


@pytest.mark.usefixtures("counted_in")
def test_the_third_of_two_is_refused(settings):
    assert refused("198.51.100.1", 3, settings) == [False, False, True]


@pytest.mark.usefixtures("counted_in")
def test_behind_a_proxy_each_visitor_has_a_count_of_their_own(settings):
    assert refused("198.51.100.1", 3, settings, proxies=1) == [False, False, True]
    assert refused("198.51.100.2", 1, settings, proxies=1) == [False]
    assert refused("203.0.113.9, 198.51.100.1", 1, settings, proxies=1) == [
        True
    ]  # what a visitor forges is not counted


def test_a_portal_behind_tls_trusts_its_own_proxy(settings):
    from cic_portal import settings as shipped

    assert (shipped.BEHIND_TLS_PROXY, shipped.TRUSTED_PROXIES) == (True, 1)
