"""What a newcomer does: clones the portal and types `make serve`, with nothing in the environment.

`python3 -m tests.first_start` does it with the Python that runs this and needs nothing installed. It fetches the Polish
home page and stops the portal as Ctrl+C does; a process that then still runs is a failure, too. Linux only (/proc).
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 600  # seconds, the installation included
ENDS_WITHIN = 30  # seconds
# How this machine reaches its packages is no part of the portal, so it may stay in the environment.
WAY_TO_PACKAGES = re.compile(r"PIP_\w+|(https?|no|all)_proxy|SSL_CERT_(FILE|DIR)", re.IGNORECASE)


class Failed(Exception):
    """The first start is not what the README promises; says in what."""


def main():
    with tempfile.TemporaryDirectory(prefix="first-start-") as folder:
        clone, log = Path(folder) / "portal", Path(folder) / "log"
        subprocess.run(["git", "clone", "--quiet", CHECKOUT, clone], check=True)
        port = free_port()
        began = time.monotonic()
        try:
            with make_serve(clone, port, log) as session:
                page = fetched(f"http://127.0.0.1:{port}/pl/", session)
                check_polish_home(page)
                took = time.monotonic() - began
        except Failed as failure:
            print(log.read_text(encoding="utf-8"), failure, sep="\n", file=sys.stderr)
            return 1
    print(f"First start: make serve in a fresh clone showed /pl/ after {took:.0f} s and ended without a trace.")
    return 0


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def make_serve(clone, port, log):
    """`make serve` in a session of its own, which ends with the block: by Ctrl+C, or by force when that does not do."""
    with log.open("w") as output:
        session = subprocess.Popen(
            ["make", "serve"],
            cwd=clone,
            env=environment(port),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield session
        stop(session)
    finally:
        for number in processes_of(session.pid):
            os.kill(number, signal.SIGKILL)
        session.wait()


def environment(port):
    """Next to nothing: the Python that runs this first in PATH, a home for pip's cache, and the port."""
    path = dict.fromkeys([str(Path(sys.executable).parent), "/usr/bin", "/bin"])
    packages = {name: value for name, value in os.environ.items() if WAY_TO_PACKAGES.fullmatch(name)}
    return packages | {"PATH": ":".join(path), "HOME": str(Path.home()), "PORT": str(port)}


def fetched(address, session):
    """What the portal answers there, once it does."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if session.poll() is not None:
            raise Failed(f"make serve ended with {session.returncode}.")
        try:
            with urllib.request.urlopen(address, timeout=10) as response:
                return response.read().decode()
        except OSError:
            time.sleep(0.5)
    raise Failed(f"{address} did not answer within {STARTS_WITHIN} seconds.")


def check_polish_home(page):
    for part in ('<html lang="pl"', "Centrum Integracji Cudzoziemców", 'hreflang="uk"'):
        if part not in page:
            raise Failed(f"What came is not the Polish home page: {part} is missing.")


def stop(session):
    """Ctrl+C: every process of the terminal gets the signal. Raises Failed when one of them goes on."""
    os.killpg(session.pid, signal.SIGINT)
    deadline = time.monotonic() + ENDS_WITHIN
    while session.poll() is None or processes_of(session.pid):
        if time.monotonic() > deadline:
            raise Failed(f"After Ctrl+C these processes still ran: {processes_of(session.pid)}")
        time.sleep(0.2)


def processes_of(session):
    """The numbers of the processes of a session that still run."""
    return [number for number, state, its_session in all_processes() if its_session == session and state != "Z"]


def all_processes():
    """Number, state and session of every process of this machine (man 5 proc, `stat`)."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, _group, session = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it ended meanwhile
            continue
        yield int(path.parent.name), state, int(session)


if __name__ == "__main__":
    sys.exit(main())
