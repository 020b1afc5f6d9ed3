"""What is found at the end of a link, and what is never opened."""

import ssl
import time

import pytest

from cic_portal.links import checking
from cic_portal.links.checking import Finding, Outcome, check, retry_after
from cic_portal.links.reasons import BY_WHY, Reason
from cic_portal.outgoing.network import Network
from cic_portal.outgoing.refusals import Unsafe, Why
from cic_portal.outgoing.targets import is_public, parse
from tests.links import conftest as sites
from tests.links.conftest import OTHER_PUBLIC, PUBLIC

PAGE = "https://site.portal.test/page"


def test_a_page_that_is_there_works(world):
    world.page(PAGE, 200)

    assert check(PAGE, network=world.network) == Finding(Outcome.OK, status=200)
    assert world.asked == [("HEAD", PAGE)]


def test_a_site_learns_who_asks_and_nothing_else(world, settings):
    world.page(PAGE, 200)

    check(PAGE, network=world.network)

    [(_method, _host, _path, headers)] = world.server.asked
    assert headers == {
        "Host": "site.portal.test",
        "Accept-Encoding": "identity",
        "User-Agent": f"CIC-Kalisz-link-check/1.0 (+{settings.SITE_URL}/)",
        "Accept": "*/*",
        "Accept-Language": "pl, en;q=0.5",
        "Connection": "close",
    }


def test_what_stands_behind_the_hash_is_not_sent(world):
    world.page(PAGE, 200)

    assert check(f"{PAGE}#part", network=world.network).outcome == Outcome.OK
    assert world.asked == [("HEAD", PAGE)]


def test_letters_of_other_alphabets_travel_encoded(world):
    world.page("https://site.portal.test/%C5%BC%C3%B3%C5%82w?q=%C4%85", 200)

    assert check("https://site.portal.test/żółw?q=ą", network=world.network).outcome == Outcome.OK


def test_a_name_in_another_alphabet_is_looked_up_in_ascii(world):
    world.page("https://xn--d-uga0v4h.portal.test/", 200)

    assert check("https://Łódź.portal.test/", network=world.network) == Finding(Outcome.OK, status=200)
    assert world.looked_up == ["xn--d-uga0v4h.portal.test"]


@pytest.mark.parametrize("refusal", [405, 403, 500, 404, sites.hanging_up])
def test_a_site_that_dislikes_head_is_asked_properly(world, refusal):
    world.page(PAGE, refusal, 200)

    assert check(PAGE, network=world.network) == Finding(Outcome.OK, status=200)
    assert world.asked == [("HEAD", PAGE), ("GET", PAGE)]


@pytest.mark.parametrize(
    ("status", "finding"),
    [
        (404, Finding(Outcome.GONE, Reason.NOT_FOUND, 404)),
        (410, Finding(Outcome.GONE, Reason.NOT_FOUND, 410)),
        (403, Finding(Outcome.UNCLEAR, Reason.PEOPLE_ONLY, 403)),
        (451, Finding(Outcome.UNCLEAR, Reason.PEOPLE_ONLY, 451)),
        (418, Finding(Outcome.UNCLEAR, Reason.ODD_ANSWER, 418)),
        (304, Finding(Outcome.UNCLEAR, Reason.ODD_ANSWER, 304)),
        (500, Finding(Outcome.FAILED, Reason.SERVER_ERROR, 500)),
        (503, Finding(Outcome.FAILED, Reason.SERVER_ERROR, 503)),
        ((503, {"Retry-After": "120"}), Finding(Outcome.BUSY, Reason.BUSY, 503, "", 120, "site.portal.test")),
        ((429, {"Retry-After": "3600"}), Finding(Outcome.BUSY, Reason.BUSY, 429, "", 3600, "site.portal.test")),
        (429, Finding(Outcome.BUSY, Reason.BUSY, 429, "", None, "site.portal.test")),
    ],
)
def test_each_answer_has_its_meaning(world, status, finding):
    world.page(PAGE, status)

    assert check(PAGE, network=world.network) == finding


def moved(status, to):
    return (status, {"Location": to})


def test_a_page_that_moved_for_good_names_its_new_address(world):
    world.page(PAGE, moved(301, "/b"))
    world.page("https://site.portal.test/b", moved(308, "https://new.portal.test/c"))
    world.page("https://new.portal.test/c", 200)

    assert check(PAGE, network=world.network) == Finding(
        Outcome.MOVED, status=200, leads_to="https://new.portal.test/c"
    )


def test_what_is_temporary_after_a_move_is_no_address_to_write_down(world):
    world.page(PAGE, moved(301, "/b"))
    world.page("https://site.portal.test/b", moved(302, "/today"))
    world.page("https://site.portal.test/today", 200)

    assert check(PAGE, network=world.network).leads_to == "https://site.portal.test/b"


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_changes_nothing(world, status):
    world.page(PAGE, moved(status, "/today"))
    world.page("https://site.portal.test/today", 200)

    assert check(PAGE, network=world.network) == Finding(Outcome.OK, status=200)


def test_a_slash_at_the_end_is_no_new_address(world):
    world.page(PAGE, moved(301, "/page/"))
    world.page(f"{PAGE}/", 200)

    assert check(PAGE, network=world.network) == Finding(Outcome.OK, status=200)


def test_a_page_that_became_the_home_page_is_probably_gone(world):
    world.page(PAGE, moved(302, "/"))
    world.page("https://site.portal.test/", 200)

    assert check(PAGE, network=world.network) == Finding(
        Outcome.MOVED, Reason.HOME_PAGE, 200, leads_to="https://site.portal.test/"
    )


def test_a_page_that_moved_to_nothing_is_gone(world):
    world.page(PAGE, moved(301, "/b"))

    assert check(PAGE, network=world.network).outcome == Outcome.GONE


def test_a_circle_is_left(world):
    world.page(PAGE, moved(302, "/b"))
    world.page("https://site.portal.test/b", moved(302, "/page"))

    assert check(PAGE, network=world.network) == Finding(Outcome.FAILED, Reason.LOOP)
    assert len(world.asked) == 2


def test_five_redirects_are_followed_and_no_more(world):
    for number in range(9):
        world.page(f"https://site.portal.test/{number}", moved(302, f"/{number + 1}"))
    world.page("https://site.portal.test/9", 200)

    assert check("https://site.portal.test/4", network=world.network).outcome == Outcome.OK
    assert check("https://site.portal.test/3", network=world.network).reason == Reason.TOO_MANY_REDIRECTS


@pytest.mark.parametrize("script", [sites.silent, sites.dripping])
def test_who_answers_too_slowly_keeps_us_no_longer_than_allowed(world, impatient, script):
    world.page(PAGE, script)
    begun = time.monotonic()

    assert check(PAGE, network=world.network) == Finding(Outcome.FAILED, Reason.TOO_SLOW)
    assert time.monotonic() - begun < 1.5


def test_a_name_that_nobody_answers_for_keeps_us_no_longer_either(world, impatient):
    world.names["site.portal.test"] = lambda: time.sleep(1.5)
    begun = time.monotonic()

    assert check(PAGE, network=world.network) == Finding(Outcome.FAILED, Reason.TOO_SLOW, is_unreachable=True)
    assert time.monotonic() - begun < 1.2


def test_a_body_without_end_is_not_read(world):
    world.page(PAGE, 500, sites.endless_body)

    assert check(PAGE, network=world.network) == Finding(Outcome.OK, status=200)
    time.sleep(0.2)
    assert world.server.sent < 20_000_000  # what buffers hold, of a terabyte


def test_a_head_without_end_is_given_up(world):
    world.page(PAGE, sites.endless_head)

    assert check(PAGE, network=world.network) == Finding(Outcome.FAILED, Reason.ODD_ANSWER)


def test_something_that_speaks_no_http_is_odd(world):
    world.page(PAGE, sites.no_http)

    assert check(PAGE, network=world.network) == Finding(Outcome.FAILED, Reason.ODD_ANSWER)


def test_a_certificate_that_nobody_trusts_is_a_failure(world):
    world.page(PAGE, 200)
    network = Network(look_up=world.network.look_up, connect=world.network.connect)

    assert check(PAGE, network=network) == Finding(Outcome.FAILED, Reason.CERTIFICATE)
    assert world.asked == []


def test_a_certificate_of_another_name_is_a_failure(world):
    assert check("https://elsewhere.test/", network=world.network) == Finding(Outcome.FAILED, Reason.CERTIFICATE)


def test_certificates_are_judged_unless_a_test_says_otherwise():
    tls = Network().tls

    assert (tls.verify_mode, tls.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert tls.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_a_closed_door_and_an_unknown_name_are_unreachable(world):
    world.names["site.portal.test"] = OSError("unknown")

    assert check(PAGE, network=world.network) == Finding(Outcome.FAILED, Reason.NO_SUCH_HOST, is_unreachable=True)

    world.names["site.portal.test"] = [PUBLIC]
    world.server.server_port, port = 9, world.server.server_port
    try:
        assert check(PAGE, network=world.network) == Finding(Outcome.FAILED, Reason.NO_CONNECTION, is_unreachable=True)
    finally:
        world.server.server_port = port


def test_the_second_address_of_a_name_is_tried_when_the_first_is_closed(world):
    world.names["site.portal.test"] = [OTHER_PUBLIC, PUBLIC]
    world.page(PAGE, 200)
    network = world.network

    def connect(address, port, timeout):
        if address == OTHER_PUBLIC:
            world.connected.append(address)
            raise OSError("no way to IPv6")
        return network.connect(address, port, timeout)

    assert check(PAGE, network=Network(network.look_up, connect, network.tls)).outcome == Outcome.OK
    assert world.connected == [OTHER_PUBLIC, PUBLIC]


UNSAFE = {
    "http://site.portal.test/": Reason.NOT_HTTPS,
    "ftp://site.portal.test/": Reason.NOT_HTTPS,
    "file:///etc/passwd": Reason.NOT_HTTPS,
    "javascript:alert(1)": Reason.NOT_HTTPS,
    "//site.portal.test/": Reason.NOT_HTTPS,
    "https://user:secret@site.portal.test/": Reason.CREDENTIALS,
    "https://site.portal.test@127.0.0.1/": Reason.CREDENTIALS,
    "https://@site.portal.test/": Reason.CREDENTIALS,
    "https://site.portal.test:22/": Reason.PORT,
    "https://site.portal.test:8443/": Reason.PORT,
    "https://site.portal.test:0/": Reason.PORT,
    "https://site.portal.test:99999/": Reason.UNREADABLE,
    "https://site.portal.test:port/": Reason.UNREADABLE,
    "https:///path": Reason.UNREADABLE,
    "https://": Reason.UNREADABLE,
    "https://[::1": Reason.UNREADABLE,
    "https://[fe80::1%25eth0]/": Reason.UNREADABLE,
    "https://site.portal.test/a b": Reason.UNREADABLE,
    "https://site.portal.test/\r\nHost: other": Reason.UNREADABLE,
    "https://site.portal.test\\@127.0.0.1/": Reason.UNREADABLE,
    "https://site.portal.test/\x00": Reason.UNREADABLE,
    "https://a..b/": Reason.UNREADABLE,
    f"https://{'a' * 70}.test/": Reason.UNREADABLE,
    f"https://site.portal.test/{'a' * 2000}": Reason.UNREADABLE,
}


@pytest.mark.parametrize("url", UNSAFE)
def test_an_unsafe_address_is_never_opened(world, url):
    finding = check(url, network=world.network)

    assert finding == Finding(Outcome.REFUSED, UNSAFE[url])
    assert (world.looked_up, world.connected) == ([], [])


PRIVATE = [
    *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254"),
    *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "192.88.99.1"),
    *("::1", "::", "::7f00:1", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1"),
    *("::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "2002:7f00:1::", "2001:0:4136:e378::1"),
    *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::808:808", "fe80::1%eth0", "not an address"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_not_public(address):
    assert is_public(address) is False


@pytest.mark.parametrize("address", [PUBLIC, OTHER_PUBLIC, "8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_is_public(address):
    assert is_public(address) is True


@pytest.mark.parametrize("address", PRIVATE[:-2])
def test_a_name_that_leads_into_a_private_network_is_never_connected_to(world, address):
    world.names["site.portal.test"] = [address]

    assert check(PAGE, network=world.network) == Finding(Outcome.REFUSED, Reason.PRIVATE)
    assert world.connected == []


def test_one_private_address_among_public_ones_is_enough_to_refuse(world):
    world.names["site.portal.test"] = [PUBLIC, "10.0.0.1"]

    assert check(PAGE, network=world.network).reason == Reason.PRIVATE
    assert world.connected == []


def as_found(url):
    """What the system's own look-up makes of a written-out address, which it does without any network."""
    from cic_portal.outgoing.network import look_up

    return Network(look_up=look_up, connect=lambda *_: pytest.fail("connected"))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "[::ffff:10.0.0.1]", "2130706433", "0x7f.1", "127.1", "１２７.0.0.1", "169.254.169.254"],
)
def test_however_a_private_address_is_written_it_is_not_connected_to(host):
    assert check(f"https://{host}/", network=as_found(host)) == Finding(Outcome.REFUSED, Reason.PRIVATE)


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://site.portal.test/", Reason.NOT_HTTPS),
        ("https://site.portal.test:22/", Reason.PORT),
        ("https://user@site.portal.test/", Reason.CREDENTIALS),
        ("https://127.0.0.1/", Reason.PRIVATE),
        ("https://169.254.169.254/latest/meta-data/", Reason.PRIVATE),
        ("https://[::1]/", Reason.PRIVATE),
        ("https://[::ffff:10.0.0.1]/", Reason.PRIVATE),
        ("https://intern.portal.test/", Reason.PRIVATE),
        ("https://[::1", Reason.UNREADABLE),
    ],
)
def test_a_redirect_is_judged_like_any_address(world, location, reason):
    world.page(PAGE, moved(301, location))
    world.names |= {host: [host] for host in ("127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1")}
    world.names["intern.portal.test"] = ["192.168.0.10"]

    finding = check(PAGE, network=world.network)

    assert (finding.outcome, finding.reason, finding.leads_to) == (Outcome.REFUSED, reason, location)
    assert world.connected == [PUBLIC]


def test_a_name_that_changes_between_look_ups_wins_nothing(world):
    """DNS rebinding: public when it is judged, private when it would be connected to."""
    answers = [[PUBLIC], ["127.0.0.1"]]
    world.names["site.portal.test"] = lambda: answers.pop(0)
    world.page(PAGE, 500, 200)

    assert check(PAGE, network=world.network) == Finding(Outcome.OK, status=200)
    # Two requests, HEAD and GET, to what was judged; the name was looked up once.
    assert (world.looked_up, world.connected) == (["site.portal.test"], [PUBLIC, PUBLIC])


def test_a_proxy_in_the_environment_is_not_used(world, monkeypatch):
    for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    world.page(PAGE, 200)

    assert check(PAGE, network=world.network).outcome == Outcome.OK
    assert world.connected == [PUBLIC]


def test_a_whole_way_has_its_own_end(world, monkeypatch):
    monkeypatch.setattr(checking, "SECONDS", 0)
    world.page(PAGE, 200)

    assert check(PAGE, network=world.network) == Finding(Outcome.FAILED, Reason.TOO_SLOW)


def test_retry_after_is_a_number_or_a_date():
    from datetime import UTC, datetime

    now = datetime(2027, 1, 1, 12, tzinfo=UTC)

    assert [retry_after(value, now) for value in ("60", " 5 ", "", "soon", "-3", "9" * 400)] == [
        *(60, 5, None, None, None, 999_999_999)
    ]
    assert retry_after("Fri, 01 Jan 2027 12:10:00 GMT", now) == 600
    assert retry_after("Fri, 01 Jan 2027 11:00:00 GMT", now) == 0


def test_staff_can_read_why_no_request_was_made_or_answered():
    assert set(BY_WHY) == set(Why)


def test_an_address_is_taken_apart_once():
    assert parse("HTTPS://Site.Portal.Test.:443?q=1#part").url == "https://site.portal.test/?q=1"
    with pytest.raises(Unsafe):
        parse("mailto:info@portal.test")
