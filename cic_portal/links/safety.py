"""Which addresses a program of ours may open: https, port 443, no password, and machines on the public internet only.

Whoever writes a link decides where our server connects to. Without these rules a link could make it speak to the
database, to the machine beside it or to the hoster's own services (server-side request forgery).
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.utils.encoding import iri_to_uri

from cic_portal.links.reasons import Reason

LONGEST = 2000  # characters of an address
PORT = 443
# IPv6 addresses that carry an IPv4 address of somebody else's choice, and may lead anywhere by it.
NAT64 = ipaddress.ip_network("64:ff9b::/96")
CARRIERS = tuple(
    ipaddress.ip_network(network)
    for network in ("::/96", "::ffff:0:0/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "192.88.99.0/24")
)


class Unsafe(Exception):
    """An address that is not opened; `reason` says why, `url` which one (a redirect may lead to another)."""

    def __init__(self, reason, url):
        super().__init__(reason)
        self.reason, self.url = reason, url


@dataclass(frozen=True)
class Target:
    """Where to ask for what: `host` in ASCII, `path` with its query, as they travel."""

    host: str
    path: str

    @property
    def url(self):
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"https://{host}{self.path}"

    def led_to(self, location):
        """The Target that a redirect from here to `location` means; raises Unsafe."""
        try:
            return parse(urljoin(self.url, location))
        except ValueError as error:
            raise Unsafe(Reason.UNREADABLE, location) from error


def parse(url):
    """The Target of `url`; raises Unsafe."""
    if len(url) > LONGEST or any(char.isspace() or ord(char) < 32 for char in url) or "\\" in url:
        raise Unsafe(Reason.UNREADABLE, url)
    try:
        parts = urlsplit(url)
        port, host = parts.port, _ascii_host(parts.hostname or "")
    except ValueError as error:  # a wrong port, bracket or international name
        raise Unsafe(Reason.UNREADABLE, url) from error
    if parts.scheme != "https":
        raise Unsafe(Reason.NOT_HTTPS, url)
    if "@" in parts.netloc:
        raise Unsafe(Reason.CREDENTIALS, url)
    if port not in (None, PORT):
        raise Unsafe(Reason.PORT, url)
    if not host or "%" in host:
        raise Unsafe(Reason.UNREADABLE, url)
    path = iri_to_uri(parts.path or "/") + (f"?{iri_to_uri(parts.query)}" if parts.query else "")
    return Target(host, path)


def _ascii_host(host):
    return host if ":" in host else host.encode("idna").decode("ascii").lower().rstrip(".")


def is_public(address):
    """Whether `address` (an IP address as text) is a machine on the public internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # with a zone such as fe80::1%eth0, too
        return False
    if ip in NAT64:  # how machines without IPv4 reach the rest: as public as the address inside
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    if ip.is_multicast or ip.is_reserved or getattr(ip, "is_site_local", False):
        return False
    return ip.is_global and not any(ip in network for network in CARRIERS if network.version == ip.version)
