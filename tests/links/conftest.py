"""A small world of sites on this machine: names that we make up, one TLS server that plays all of them."""

import socket
import ssl
import subprocess
import threading
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cic_portal.links import checking
from cic_portal.outgoing.network import Network

PUBLIC = "93.184.215.14"
OTHER_PUBLIC = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        host = self.headers["Host"]
        self.server.asked.append((self.command, host, self.path, dict(self.headers)))
        script = self.server.pages.get((host, self.path), [404])
        # The last step stays: a page that was scripted for one visit answers the same for ever.
        step = script.pop(0) if len(script) > 1 else script[0]
        if callable(step):
            return step(self)
        status, headers = step if isinstance(step, tuple) else (step, {})
        return self.answer(status, headers)

    do_HEAD = do_POST = do_GET  # noqa: N815

    def answer(self, status, headers):
        self.send_response(status)
        for name, value in {"Content-Length": "0", "Connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50

    def handle_error(self, *args):
        """A client that hangs up on a page without end is meant."""


class World:
    """`pages` are scripted by (host, path); `names` are looked up; `asked` and `connected` say what happened."""

    def __init__(self, server, tls):
        self.server, self.tls = server, tls
        self.names = defaultdict(lambda: [PUBLIC])
        self.looked_up, self.connected = [], []
        self.is_cut_off = False
        server.pages, server.asked = {}, []

    def page(self, url, *script):
        host, _slash, path = url.removeprefix("https://").partition("/")
        self.server.pages[host, f"/{path}"] = list(script)
        return url

    @property
    def asked(self):
        return [(method, f"https://{host}{path}") for method, host, path, _headers in self.server.asked]

    @property
    def network(self):
        return Network(look_up=self._look_up, connect=self._connect, tls=self.tls)

    def _look_up(self, host):
        if self.is_cut_off:
            raise socket.gaierror(socket.EAI_AGAIN, "no network")
        self.looked_up.append(host)
        found = self.names[host]
        if callable(found):
            found = found()
        if isinstance(found, OSError):
            raise found
        return found

    def _connect(self, address, _port, timeout):
        self.connected.append(address)
        return socket.create_connection(("127.0.0.1", self.server.server_port), timeout)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate of our own for every name under portal.test, which nobody else trusts."""
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=portal.test"),
            *("-addext", "subjectAltName=DNS:*.portal.test,IP:93.184.215.14"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key


@pytest.fixture(scope="session")
def server(certificate):
    server = Server(("127.0.0.1", 0), Site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    # The handshake belongs to the thread of the request, or one that hangs would stop the server.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def world(server, certificate):
    return World(server, ssl.create_default_context(cafile=str(certificate[0])))


@pytest.fixture
def impatient(monkeypatch):
    """A request may take half a second, so that a test of patience needs no more."""
    monkeypatch.setattr(checking, "SECONDS_OF_REQUEST", 0.5)


def silent(site):
    """Takes the request and says nothing."""
    time.sleep(2)


def dripping(site):
    """One byte of the head every tenth of a second."""
    for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: very\r\n" * 50:
        site.wfile.write(bytes([byte]))
        site.wfile.flush()
        time.sleep(0.1)


def endless_head(site):
    site.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(99):
        site.wfile.write(b"X-%d: %s\r\n" % (number, b"a" * 60_000))


def endless_body(site):
    """Gigabytes, as long as somebody reads."""
    site.server.sent = 0
    site.send_response(200)
    site.send_header("Content-Length", str(10**12))
    site.end_headers()
    for _ in range(10_000):
        site.server.sent += site.wfile.write(b"a" * 65536)


def no_http(site):
    site.wfile.write(b"220 ready\r\n")


def hanging_up(site):
    """Closes without a word, as some do on HEAD."""
    site.close_connection = True
