"""Why a request was not made, or brought no answer. Callers put it into words of their own."""

from enum import Enum


class Why(Enum):
    UNREADABLE = "unreadable"
    NOT_HTTPS = "not_https"
    CREDENTIALS = "credentials"
    PORT = "port"
    PRIVATE = "private"
    NO_SUCH_HOST = "no_such_host"
    NO_CONNECTION = "no_connection"
    CERTIFICATE = "certificate"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    ODD_ANSWER = "odd_answer"


class Unsafe(Exception):
    """A URL that is not opened: `why`, and in `url` which one (a redirect may lead to another)."""

    def __init__(self, why, url):
        super().__init__(why.value)
        self.why, self.url = why, url


class Failed(Exception):
    """No answer. `is_unreachable` when not even a connection came about, which may be our own network's fault."""

    def __init__(self, why, *, is_unreachable=False):
        super().__init__(why.value)
        self.why, self.is_unreachable = why, is_unreachable
