"""Which URLs the portal opens.

Whoever writes a link decides where our server connects to. Without rules a link could make it speak to the database, to
the machine beside it or to the hoster's own services (server-side request forgery). A service is named by whoever runs
the portal, so it may also be on this machine.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.utils.encoding import iri_to_uri

from cic_portal.outgoing.refusals import Unsafe, Why

LONGEST = 2000  # characters of a URL
PORTS = {"https": 443, "http": 80}
ON_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
# IPv6 addresses that carry an IPv4 address of somebody else's choice, and may lead anywhere by it.
NAT64 = ipaddress.ip_network("64:ff9b::/96")
CARRIERS = tuple(
    ipaddress.ip_network(network)
    for network in ("::/96", "::ffff:0:0/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "192.88.99.0/24")
)


def is_public(ip_address):
    """Whether `ip_address` (as text) is a machine on the public internet."""
    try:
        ip = ipaddress.ip_address(ip_address)
    except ValueError:  # with a zone such as fe80::1%eth0, too
        return False
    if ip in NAT64:  # how machines without IPv4 reach the rest: as public as the address inside
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    if ip.is_multicast or ip.is_reserved or getattr(ip, "is_site_local", False):
        return False
    return ip.is_global and not any(ip in network for network in CARRIERS if network.version == ip.version)


def is_this_machine(ip_address):
    return ipaddress.ip_address(ip_address).is_loopback


def is_anywhere(ip_address):
    """For a host that whoever runs the portal lets be in a network of their own."""
    return True


@dataclass(frozen=True)
class Target:
    """Where to ask for what: `host` in ASCII, `path` with its query, as they travel.

    The host is asked only when `allows` is true of each of its IP addresses.
    """

    host: str
    path: str
    scheme: str = "https"
    port: int = PORTS["https"]
    allows: Callable = is_public

    @property
    def authority(self):
        """Host and port, as a URL and the Host header have them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self):
        return f"{self.scheme}://{self.authority}{self.path}"

    def led_to(self, location):
        """The Target that a redirect from here to `location` means, by the rules of `parse`; raises Unsafe."""
        try:
            return parse(urljoin(self.url, location))
        except ValueError as error:
            raise Unsafe(Why.UNREADABLE, location) from error


def parse(url):
    """The Target of a `url` that anybody may have written: https, the usual port, the public internet; raises Unsafe."""
    parts, host, port, path = _split(url)
    if parts.scheme != "https":
        raise Unsafe(Why.NOT_HTTPS, url)
    if "@" in parts.netloc:
        raise Unsafe(Why.CREDENTIALS, url)
    if port not in (None, PORTS["https"]):
        raise Unsafe(Why.PORT, url)
    if not host:
        raise Unsafe(Why.UNREADABLE, url)
    return Target(host, path)


def parse_service(url, private_hosts=()):
    """The Target of a service that the environment names; raises Unsafe.

    It may have a port of its own. Over http it is on this machine. Over https it is on the public internet, unless its
    host is one of `private_hosts`.
    """
    parts, host, port, path = _split(url)
    if "@" in parts.netloc:
        raise Unsafe(Why.CREDENTIALS, url)
    if not host:
        raise Unsafe(Why.UNREADABLE, url)
    if parts.scheme == "http" and host in ON_THIS_MACHINE:
        return Target(host, path, "http", PORTS["http"] if port is None else port, is_this_machine)
    if parts.scheme != "https":
        raise Unsafe(Why.NOT_HTTPS, url)
    return Target(
        host,
        path,
        port=PORTS["https"] if port is None else port,
        allows=is_anywhere if host in private_hosts else is_public,
    )


def is_service_url(url):
    """Whether texts and a key may travel to `url`: TLS, or a service on this very machine."""
    try:
        return bool(parse_service(url))
    except Unsafe:
        return False


def _split(url):
    """(parts, host in ASCII, port, path with query) of `url`; raises Unsafe."""
    if len(url) > LONGEST or any(char.isspace() or ord(char) < 32 for char in url) or "\\" in url:
        raise Unsafe(Why.UNREADABLE, url)
    try:
        parts = urlsplit(url)
        port, host = parts.port, _ascii_host(parts.hostname or "")
    except ValueError as error:  # a wrong port, bracket or international name
        raise Unsafe(Why.UNREADABLE, url) from error
    path = iri_to_uri(parts.path or "/") + (f"?{iri_to_uri(parts.query)}" if parts.query else "")
    return parts, "" if "%" in host else host, port, path


def _ascii_host(host):
    return host if ":" in host else host.encode("idna").decode("ascii").lower().rstrip(".")
