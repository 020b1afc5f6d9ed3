"""Runs the tests as `make test` and `make test-all` want them: on SQLite always, on PostgreSQL when one answers, and in
a real browser when there is one. With CI set, PostgreSQL and the browser are required.
"""

import os
import shutil
import subprocess
import sys

import psycopg

POSTGRES = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")
IS_CI = os.environ.get("CI", "").lower() in ("1", "true")


def main(arguments):
    # Everything runs on SQLite; PostgreSQL repeats all but the browser and most languages of the walk over every page.
    is_full = IS_CI or "--all" in arguments
    walk = "full" if is_full else "short"
    failures = [_pytest("SQLite", ["-m", "not browser"], {"DATABASE_URL": "sqlite://:memory:", "WALK": walk})]
    if postgres_answers():
        failures.append(
            _pytest("PostgreSQL", ["-m", "not browser"], {"DATABASE_URL": POSTGRES, "WALKED_LANGUAGES": "ar"})
        )
    elif IS_CI:
        failures.append(_refuse(f"CI needs PostgreSQL at {POSTGRES}"))
    else:
        print("\nPostgreSQL does not answer here: its run is left out (CI requires it).", flush=True)
    if chromium():
        matrix = "full" if is_full else "short"
        environment = {"DATABASE_URL": "sqlite://:memory:", "AXE_MATRIX": matrix}
        failures.append(_pytest(f"browser, {matrix} matrix", ["-m", "browser"], environment))
    elif IS_CI:
        failures.append(_refuse("CI needs chromium"))
    else:
        print("\nThere is no chromium here: the browser stories are left out (CI requires them).", flush=True)
    return int(any(failures))


def _pytest(title, arguments, environment):
    print(f"\n=== {title} ===", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", os.environ.get("TEST_WORKERS", "2"), *arguments]
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
