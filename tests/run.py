"""Runs the tests as `make test` and `make test-all` want them.

`make test` is what a colleague runs before each commit, so it leaves out what is slow: tests marked `slow`, six languages
of the walk over every page, and on PostgreSQL all but the tests in which several processes share a database. With `--all`
or CI set nothing is left out, and PostgreSQL repeats whatever asks the database. CI requires PostgreSQL and the browser;
otherwise they are used when they are there.
"""

import os
import shutil
import subprocess
import sys

import psycopg

POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")
IS_CI = os.environ.get("CI", "").lower() in ("1", "true")


def main(arguments):
    is_full = IS_CI or "--all" in arguments
    depth, unless_slow = ("full", "") if is_full else ("short", " and not slow")
    sqlite = {"DATABASE_URL": "sqlite://:memory:", "DEPTH": depth}
    walked = {} if is_full else {"WALKED_LANGUAGES": "pl uk ka ar"}
    failures = [_pytest(f"SQLite, {depth}", f"not browser{unless_slow}", sqlite | walked)]
    if postgres_answers():
        chosen = "database and not browser" if is_full else "own_database"
        failures.append(_pytest(f"PostgreSQL, {depth}", chosen, {"DATABASE_URL": POSTGRES, "WALKED_LANGUAGES": "ar"}))
    elif IS_CI:
        failures.append(_refuse(f"CI needs PostgreSQL at {POSTGRES}"))
    else:
        print("\nPostgreSQL does not answer here: its run is left out (CI requires it).", flush=True)
    if chromium():
        failures.append(_pytest(f"browser, {depth}", f"browser{unless_slow}", sqlite))
    elif IS_CI:
        failures.append(_refuse("CI needs chromium"))
    else:
        print("\nThere is no chromium here: the browser stories are left out (CI requires them).", flush=True)
    return int(any(failures))


def _pytest(title, chosen, environment):
    print(f"\n=== {title} ===", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", os.environ.get("TEST_WORKERS", "2"), "-m", chosen]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def _refuse(sentence):
    print(f"\n{sentence}", flush=True)
    return 1


def postgres_answers():
    try:
        psycopg.connect(POSTGRES, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def chromium():
    """Where the browser is, or None."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
