"""A portal as `make serve` starts it, and a real browser in front of it."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.console import Console
from tests.run import chromium

FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
STARTS_WITHIN = 120  # seconds, on a slow machine with everything to do


@dataclass(frozen=True)
class Portal:
    address: str
    password: str
    letters: Path
    console: Console

    def run(self, *arguments):
        """A command of the portal, on its database; what it printed."""
        return self.console.run(*arguments)

    def letters_to(self, recipient):
        """The letters that the worker has sent to one address, the oldest first."""
        self.run("worker", "--once")
        texts = [
            path.read_bytes() for path in sorted(self.letters.glob("*.log"), key=lambda path: path.stat().st_mtime)
        ]
        parts = [part for text in texts for part in text.split(b"-" * 79 + b"\n") if part.strip()]
        found = [message_from_bytes(part, policy=policy.default) for part in parts]
        return [letter for letter in found if letter["To"] == recipient]


@pytest.fixture(scope="session")
def portal(prepared, tmp_path_factory):
    """Its address, and a staff login. Each test process has a portal of its own."""
    with running_copy(prepared, tmp_path_factory.mktemp("portal")) as running:
        yield running


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A folder with static files and a database as the first start makes them, once for all test processes."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder = folder / "prepared"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "is-ready").exists():
            _prepare(folder)
            (folder / "is-ready").touch()
    return folder


def _prepare(folder):
    """What `make serve` does before it serves, on both cores: files beside tables and content."""
    where = {"cwd": settings.BASE_DIR, "env": _environment(folder, _free_port())}
    manage = [sys.executable, "manage.py"]
    with subprocess.Popen([*manage, "collectstatic", "--noinput", "--verbosity=0"], **where) as collecting:
        for command in (["migrate", "--verbosity=0"], ["load_content", "--verbosity=0"]):
            subprocess.run([*manage, *command], check=True, **where)
    assert collecting.returncode == 0


def running_copy(prepared, folder):
    """A portal that keeps what it has in `folder`, started from what is prepared."""
    shutil.copy(prepared / "portal.sqlite3", folder)
    return running_portal(folder, STATIC_ROOT=str(prepared / "static"))


@contextmanager
def running_portal(folder, **more):
    """A portal that keeps everything it has in `folder`, for as long as the block lasts; `more` are settings."""
    environment = _environment(folder, _free_port()) | more
    log = folder / "serve.log"
    with log.open("w") as output:
        command = [sys.executable, "manage.py", "serve", "--with-login"]
        server = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(f"{environment['SITE_URL']}/readyz", server, log)
        password = re.search(r"password: (\S+)", log.read_text())[1]
        with closing(Console(environment)) as console:
            yield Portal(environment["SITE_URL"], password, folder / "letters", console)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _environment(folder, port):
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | {
        "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "EMAIL_URL": f"file:///{folder / 'letters'}",
        "FORM_LEAST_SECONDS": "0",
        "ENROLMENTS_PER_HOUR": "1000",
        "BOOKING_LOOKUPS_PER_HOUR": "1000",
    }


def _wait_for(address, server, log):
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise AssertionError(f"the portal stopped:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"the portal did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS.split())
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser, portal):
    """Opens pages that fail the test when they load from elsewhere, or write an error to the console."""
    contexts, faults = [], []

    def opened(path="/pl/", *, width=320, height=700, expect_faults=False, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=portal.address, **options)
        contexts.append(context)
        page = context.new_page()
        if not expect_faults:
            page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
            page.on("request", lambda request: _note_foreign(request, portal, faults))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    # A 404 page is asked for on purpose; the browser reports its status as an error.
    assert [fault for fault in faults if "status of 404" not in fault] == []


def log_in(page, portal, path="/admin/"):
    """At the desk as its first administrator; then on to `path`."""
    page.goto(f"/admin/login/?next={path}")
    log_in_as(page, "staff", portal.password)


def log_in_as(page, username, password):
    """Through the door that `page` shows. Local logins (User.is_local_login) need no code on this machine."""
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    follow(page, "[type=submit]")


def adopt(page, style):
    """Add a sheet to the styles of the page; the policy of the portal forbids inline ones. The next call replaces it."""
    page.evaluate(
        "style => { const s = new CSSStyleSheet(); s.replaceSync(style); document.adoptedStyleSheets = [s] }", style
    )


def follow(page, selector, *, nth=0):
    """Click what leads to another page, and be there: a click alone may return while the old page is still shown."""
    with page.expect_navigation():
        page.locator(selector).nth(nth).click()


def _note_foreign(request, portal, faults):
    if not request.url.startswith(portal.address):
        faults.append(f"foreign request: {request.url}")


@pytest.fixture
def desk(open_page, portal):
    """A phone whose user has logged in at the desk."""

    def opened(**options):
        page = open_page("/admin/login/", width=360, height=800, **options)
        page.fill("#id_username", "staff")
        page.fill("#id_password", portal.password)
        follow(page, "[type=submit]")
        return page

    return opened
