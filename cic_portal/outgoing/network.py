"""One careful request to one Target, at IP addresses that were looked up and judged before."""

import http.client
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from cic_portal.outgoing.refusals import Failed, Unsafe, Why
from cic_portal.outgoing.timed import TimedSocket, TooLarge

MOST_BYTES_OF_HEAD = 128 * 1024  # far more than any needs
MOST_ADDRESSES = 3  # of one name that are tried
CHUNK = 64 * 1024  # bytes


@dataclass(frozen=True)
class Answer:
    """`body` is empty when nobody asked for it."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes = b""

    @property
    def location(self):
        """Where a redirect leads, or ""."""
        if self.status not in (301, 302, 303, 307, 308):
            return ""
        # Many servers send the bytes of UTF-8, which http.client reads as Latin-1.
        return self.headers.get("Location", "").strip().encode("latin-1", "replace").decode("utf-8", "replace")


def look_up(host):
    """The IP addresses of `host` as text, best first; raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(address[0] for _family, _type, _protocol, _name, address in found))


def connect(ip_address, port, timeout):
    """A socket to the IP address; nothing is looked up here."""
    return socket.create_connection((ip_address, port), timeout)


def judging_tls():
    """Certificates are judged, and nothing older than TLS 1.2 is spoken.

    Said here because Pythons differ: Debian's leaves the version to the configuration of the system.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@dataclass(frozen=True)
class Network:
    """How the outside is reached. Only code can make another one (tests do); no setting leads here."""

    look_up: Callable = look_up
    connect: Callable = connect
    tls: ssl.SSLContext = field(default_factory=judging_tls)

    def addresses(self, target, *, seconds):
        """IP addresses at which `target` may be asked; raises Failed, and Unsafe when one of them is not allowed."""
        found = _within(seconds, self.look_up, target.host)
        if not found:
            raise Failed(Why.NO_SUCH_HOST, is_unreachable=True)
        if not all(target.allows(ip_address) for ip_address in found):
            raise Unsafe(Why.PRIVATE, target.url)
        return found[:MOST_ADDRESSES]

    def ask(self, method, target, addresses, *, headers, seconds, body=None, most_bytes=0):
        """The Answer of `target` at one of its `addresses`, with its body unless `most_bytes` is 0; raises Failed."""
        deadline = time.monotonic() + seconds
        sock = self._secured(target, self._connected(target, addresses, deadline), deadline)
        connection = _Connection(target, TimedSocket(sock, deadline, MOST_BYTES_OF_HEAD + most_bytes))
        try:
            travelling = {"Host": target.authority, **headers, "Connection": "close"}
            connection.request(method, target.path, body, travelling)
            response = connection.getresponse()
            return Answer(response.status, response.headers, _body(response, most_bytes) if most_bytes else b"")
        except TimeoutError as error:
            raise Failed(Why.TOO_SLOW) from error
        except TooLarge as error:
            raise Failed(Why.TOO_LARGE) from error
        except (OSError, http.client.HTTPException) as error:
            raise Failed(Why.ODD_ANSWER) from error
        except ValueError:  # a header with a line end: its message shows the whole header, and that may be a key
            raise Failed(Why.ODD_ANSWER) from None
        finally:
            sock.close()

    def _connected(self, target, addresses, deadline):
        for ip_address in addresses:
            try:
                return self.connect(ip_address, target.port, max((deadline - time.monotonic()) / 2, 0.1))
            except OSError as error:
                failure = error
        why = Why.TOO_SLOW if isinstance(failure, TimeoutError) else Why.NO_CONNECTION
        raise Failed(why, is_unreachable=True) from failure

    def _secured(self, target, plain, deadline):
        """`plain` under TLS, by a certificate of the host although an IP address is connected to."""
        if target.scheme == "http":
            return plain
        try:
            plain.settimeout(max(deadline - time.monotonic(), 0.1))
            return self.tls.wrap_socket(plain, server_hostname=target.host)
        except ssl.SSLCertVerificationError as error:
            plain.close()
            raise Failed(Why.CERTIFICATE) from error
        except TimeoutError as error:
            plain.close()
            raise Failed(Why.TOO_SLOW) from error
        except (OSError, ValueError) as error:
            plain.close()
            raise Failed(Why.NO_CONNECTION) from error


class _Connection(http.client.HTTPConnection):
    """Speaks HTTP over a socket that stands already."""

    def __init__(self, target, sock):
        super().__init__(target.host, target.port)
        self.sock = sock

    def connect(self):
        raise OSError("the connection is used once")


def _body(response, most_bytes):
    """The whole body, a chunk at a time: asked for all at once, Python would make room for whatever length is claimed."""
    found = bytearray()
    while chunk := response.read(CHUNK):
        found += chunk
        if len(found) > most_bytes:
            raise TooLarge
    return bytes(found)


def _within(seconds, function, *arguments):
    """What `function` returns; raises Failed when it fails or takes longer. Looking a name up cannot be interrupted."""
    results = queue.SimpleQueue()

    def work():
        try:
            results.put((function(*arguments), None))
        except (OSError, UnicodeError) as error:
            results.put((None, error))

    threading.Thread(target=work, daemon=True).start()
    try:
        found, error = results.get(timeout=seconds)
    except queue.Empty:
        raise Failed(Why.TOO_SLOW, is_unreachable=True) from None
    if error:
        raise Failed(Why.NO_SUCH_HOST, is_unreachable=True) from error
    return found
