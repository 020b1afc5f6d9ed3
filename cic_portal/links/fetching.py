"""One careful request: the name is looked up once, every address it has is judged, and the connection goes to exactly
the address that was judged, so a name that answers differently a moment later changes nothing.

Only the head of an answer is read. No proxy, cookie or password is ever used.
"""

import http.client
import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from cic_portal.links.reasons import Reason
from cic_portal.links.safety import PORT, Unsafe, is_public

SECONDS = 10  # for one request, whatever the other side does
MOST_BYTES = 128 * 1024  # of one answer: far more than any head needs
MOST_ADDRESSES = 3  # of one name that are tried


class Failed(Exception):
    """No answer. `is_unreachable` when not even a connection came about, which may be our own network's fault."""

    def __init__(self, reason, *, is_unreachable=False):
        super().__init__(reason)
        self.reason, self.is_unreachable = reason, is_unreachable


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage

    @property
    def location(self):
        """Where a redirect leads, or ""."""
        if self.status not in (301, 302, 303, 307, 308):
            return ""
        # Many servers send the bytes of UTF-8, which http.client reads as Latin-1.
        return self.headers.get("Location", "").strip().encode("latin-1", "replace").decode("utf-8", "replace")


def look_up(host):
    """The IP addresses of `host` as text, best first; raises OSError."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(address[0] for _family, _type, _protocol, _name, address in found))


def connect(address, timeout):
    """A socket to the IP address; nothing is looked up here."""
    return socket.create_connection((address, PORT), timeout)


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

    def public_addresses(self, target):
        """Where `target` can be found; raises Unsafe when any of its addresses is not public."""
        addresses = _within(SECONDS, self.look_up, target.host)
        if not addresses:
            raise Failed(Reason.NO_SUCH_HOST, is_unreachable=True)
        if not all(is_public(address) for address in addresses):
            raise Unsafe(Reason.PRIVATE, target.url)
        return addresses[:MOST_ADDRESSES]

    def ask(self, method, target, addresses, *, agent):
        """The Answer of `target` at one of its `addresses`; raises Failed."""
        deadline = time.monotonic() + SECONDS
        connection = _Connection(target.host, self._secured(target, addresses, deadline), deadline)
        headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Language": "pl, en;q=0.5", "Connection": "close"}
        try:
            connection.request(method, target.path, headers=headers)
            response = connection.getresponse()
            return Answer(response.status, response.headers)
        except TimeoutError as error:
            raise Failed(Reason.TOO_SLOW) from error
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise Failed(Reason.ODD_ANSWER) from error
        finally:
            connection.close()

    def _secured(self, target, addresses, deadline):
        """A TLS connection whose certificate is that of the name, though the address is connected to."""
        plain = self._connected(addresses, deadline)
        try:
            plain.settimeout(max(deadline - time.monotonic(), 0.1))
            return self.tls.wrap_socket(plain, server_hostname=target.host)
        except ssl.SSLCertVerificationError as error:
            plain.close()
            raise Failed(Reason.CERTIFICATE) from error
        except TimeoutError as error:
            plain.close()
            raise Failed(Reason.TOO_SLOW) from error
        except (OSError, ValueError) as error:
            plain.close()
            raise Failed(Reason.NO_CONNECTION) from error

    def _connected(self, addresses, deadline):
        for address in addresses:
            try:
                return self.connect(address, max((deadline - time.monotonic()) / 2, 0.1))
            except OSError as error:
                failure = error
        reason = Reason.TOO_SLOW if isinstance(failure, TimeoutError) else Reason.NO_CONNECTION
        raise Failed(reason, is_unreachable=True) from failure


class _Connection(http.client.HTTPConnection):
    """Speaks HTTP over a socket that stands already."""

    def __init__(self, host, sock, deadline):
        super().__init__(f"[{host}]" if ":" in host else host, PORT)
        self.default_port = PORT  # so that the Host header names none
        self.sock = _TimedSocket(sock, deadline)

    def connect(self):
        raise OSError("the connection is used once")


class _TimedSocket:
    """What http.client needs of a socket, with one deadline for everything: a byte a second keeps nobody busy."""

    def __init__(self, sock, deadline):
        self.sock, self.deadline = sock, deadline

    def sendall(self, data):
        self.sock.settimeout(max(self.deadline - time.monotonic(), 0.1))
        self.sock.sendall(data)

    def makefile(self, _mode):
        return io.BufferedReader(_TimedReader(self.sock, self.deadline))

    def close(self):
        self.sock.close()


class _TimedReader(io.RawIOBase):
    def __init__(self, sock, deadline):
        self.sock, self.deadline, self.left = sock, deadline, MOST_BYTES

    def readable(self):
        return True

    def readinto(self, buffer):
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        if self.left <= 0:
            raise http.client.HTTPException("the head of the answer has no end")
        self.sock.settimeout(seconds)
        count = self.sock.recv_into(buffer)
        self.left -= count
        return count


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
        raise Failed(Reason.TOO_SLOW, is_unreachable=True) from None
    if error:
        raise Failed(Reason.NO_SUCH_HOST, is_unreachable=True) from error
    return found
