"""How services that the environment names are asked: careful as with links, and with a body both ways."""

import ast
import time
import traceback

import pytest

from cic_portal.outgoing import services
from cic_portal.outgoing.refusals import Failed, Unsafe, Why
from cic_portal.outgoing.services import post, post_json
from tests.imports import modules
from tests.links.conftest import PUBLIC

SERVICE = "https://sms.portal.test/send"
KEY = {"Authorization": "Bearer a-key"}


def saying(status, content, **headers):
    """A step of a script: an answer with a body."""

    def step(site):
        site.server.received = site.rfile.read(int(site.headers["Content-Length"]))
        site.send_response(status)
        for name, value in {"Content-Length": len(content), **headers}.items():
            site.send_header(name.replace("_", "-"), str(value))
        site.end_headers()
        site.wfile.write(content)
        site.close_connection = True

    return step


def test_a_service_gets_the_body_and_its_answer_is_read(world):
    world.page(SERVICE, saying(201, b'{"id": 7}'))

    answer = post_json(SERVICE, {"to": "+48600123456"}, headers=KEY, seconds=2, network=world.network)

    assert (answer.status, answer.body) == (201, b'{"id": 7}')
    assert world.server.received == b'{"to": "+48600123456"}'
    [(method, _host, _path, headers)] = world.server.asked
    assert (method, headers["Authorization"], headers["Content-Type"]) == ("POST", "Bearer a-key", "application/json")
    assert world.connected == [PUBLIC]


def test_a_service_may_have_a_port_of_its_own(world):
    world.page("https://sms.portal.test:8443/send", saying(200, b"ok"))

    answer = post("https://sms.portal.test:8443/send", b"to=1", headers={}, seconds=2, network=world.network)

    assert answer.body == b"ok"


def test_a_service_that_claims_a_longer_answer_than_it_gives_fills_no_memory(world):
    world.page(SERVICE, saying(200, b"ok", Content_Length=10**15))

    assert post(SERVICE, b"", headers={}, seconds=2, network=world.network).body == b"ok"


def test_an_answer_without_end_is_given_up(world, monkeypatch):
    monkeypatch.setattr(services, "MOST_BYTES", 1000)
    world.page(SERVICE, saying(200, b"a" * 1000), saying(200, b"a" * 1001))

    assert len(post(SERVICE, b"", headers={}, seconds=2, network=world.network).body) == 1000
    with pytest.raises(Failed) as failure:
        post(SERVICE, b"", headers={}, seconds=2, network=world.network)
    assert failure.value.why == Why.TOO_LARGE


def test_a_redirect_carries_our_key_nowhere(world):
    world.page(SERVICE, saying(307, b"", Location="https://elsewhere.portal.test/"))

    answer = post(SERVICE, b"", headers=KEY, seconds=2, network=world.network)

    assert (answer.status, answer.location) == (307, "https://elsewhere.portal.test/")
    assert world.asked == [("POST", SERVICE)]


def test_a_private_network_is_asked_only_where_the_environment_says_so(world, settings):
    world.names["sms.portal.test"] = ["10.0.0.5"]
    world.page(SERVICE, saying(200, b"ok"))

    with pytest.raises(Unsafe) as refusal:
        post(SERVICE, b"", headers=KEY, seconds=2, network=world.network)
    assert (refusal.value.why, world.connected) == (Why.PRIVATE, [])

    settings.PRIVATE_SERVICES = ["sms.portal.test"]
    assert post(SERVICE, b"", headers=KEY, seconds=2, network=world.network).body == b"ok"
    assert world.connected == ["10.0.0.5"]


def test_what_calls_itself_this_machine_must_be_it(world):
    world.names["localhost"] = [PUBLIC]

    with pytest.raises(Unsafe):
        post("http://localhost:5000/translate", b"", headers=KEY, seconds=2, network=world.network)

    assert world.connected == []


@pytest.mark.parametrize("url", ["http://sms.portal.test/send", "https://user:secret@sms.portal.test/", "/send"])
def test_what_is_no_service_is_not_asked(world, url):
    with pytest.raises(Unsafe):
        post(url, b"", headers=KEY, seconds=2, network=world.network)

    assert (world.looked_up, world.connected) == ([], [])


def test_looking_up_the_name_takes_its_part_of_the_time(world):
    world.names["sms.portal.test"] = lambda: time.sleep(0.2) or [PUBLIC]
    world.page(SERVICE, lambda site: time.sleep(2))
    begun = time.monotonic()

    with pytest.raises(Failed) as failure:
        post(SERVICE, b"", headers=KEY, seconds=0.6, network=world.network)

    assert failure.value.why == Why.TOO_SLOW
    assert time.monotonic() - begun < 1.2


def test_no_traceback_shows_a_key(world):
    """http.client writes a header that it refuses into its message."""
    broken_key = "-".join(["never", "shown"]) + "\r\n"

    with pytest.raises(Failed) as failure:
        post(SERVICE, b"", headers={"Authorization": broken_key}, seconds=2, network=world.network)

    shown = "".join(traceback.format_exception(failure.value))
    assert "odd_answer" in shown
    assert "never-shown" not in shown


def test_only_this_package_opens_connections_of_its_own():
    """Else a request would go round the rules for URLs, redirects and limits."""
    others = {"http.client", "urllib.request", "ssl", "requests", "httpx", "aiohttp", "urllib3"}
    asking = [
        module
        for module, path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and others & {getattr(node, "module", ""), *(name.name for name in node.names)}
    ]

    assert {module.rpartition(".")[0] for module in asking} == {"cic_portal.outgoing"}
