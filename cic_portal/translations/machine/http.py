"""One question to a translation service over HTTP: by TLS, to that host alone, within a time."""

import json
import time
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from cic_portal.translations.machine.reasons import NoDraft, WhyNoDraft

ON_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
LONGEST_ANSWER = 5 * 1024 * 1024  # bytes
CHUNK = 64 * 1024  # bytes
BY_STATUS = {
    401: WhyNoDraft.KEY,
    403: WhyNoDraft.KEY,
    408: WhyNoDraft.LATE,
    413: WhyNoDraft.TOO_LONG,
    414: WhyNoDraft.TOO_LONG,
    429: WhyNoDraft.TOO_OFTEN,
    456: WhyNoDraft.QUOTA,
    504: WhyNoDraft.LATE,
    529: WhyNoDraft.TOO_OFTEN,
}


class _NoRedirects(HTTPRedirectHandler):
    """A service that moved is set up anew by a person: a redirect would carry our key and our text elsewhere."""

    def redirect_request(self, *args, **kwargs):
        return None


def is_safe(address):
    """Whether texts and the key may travel to `address`: TLS, or a service on this very machine."""
    parts = urlsplit(address)
    if parts.scheme == "http":
        return parts.hostname in ON_THIS_MACHINE
    return parts.scheme == "https" and bool(parts.hostname)


def post_json(address, body, *, headers, timeout):
    """The JSON that `address` answers to `body`; raises NoDraft. `timeout` counts the whole answer, in seconds."""
    deadline = time.monotonic() + timeout
    request = Request(  # noqa: S310  # is_safe has seen the scheme
        address, json.dumps(body).encode(), {"Content-Type": "application/json", **headers}, method="POST"
    )
    if not is_safe(address):
        raise NoDraft(WhyNoDraft.AWAY)
    try:
        with build_opener(_NoRedirects).open(request, timeout=timeout) as response:
            return json.loads(_read(response, deadline))
    except HTTPError as error:
        error.close()
        raise NoDraft(_reason(error.code)) from error
    except TimeoutError as error:
        raise NoDraft(WhyNoDraft.LATE) from error
    except URLError as error:
        is_late = isinstance(error.reason, TimeoutError)
        raise NoDraft(WhyNoDraft.LATE if is_late else WhyNoDraft.AWAY) from error
    except (OSError, HTTPException) as error:
        raise NoDraft(WhyNoDraft.AWAY) from error
    except (ValueError, RecursionError) as error:
        raise NoDraft(WhyNoDraft.STRANGE) from error


def _read(response, deadline):
    """The whole answer. A socket's own timeout begins anew with every byte, so a slow one is stopped here."""
    found = bytearray()
    while chunk := response.read1(CHUNK):
        found += chunk
        if time.monotonic() > deadline:
            raise TimeoutError
        if len(found) > LONGEST_ANSWER:
            raise NoDraft(WhyNoDraft.STRANGE)
    return bytes(found)


def _reason(status):
    if status >= 500:
        return BY_STATUS.get(status, WhyNoDraft.AWAY)
    return BY_STATUS.get(status, WhyNoDraft.STRANGE)
