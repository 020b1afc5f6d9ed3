"""A database of one's own: a copy of the test database that other processes can open and that may be committed to."""

import os
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from tests.run import POSTGRES


@contextmanager
def own_database(folder):
    """The DATABASE_URL of a copy of the test database; it is gone afterwards."""
    if connection.vendor == "sqlite":
        path = Path(folder) / "own.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        yield f"sqlite:///{path}"
        return
    template, name = connection.settings_dict["NAME"], f"own_{os.getpid()}"
    connection.close()  # PostgreSQL copies only what nobody uses
    server = POSTGRES.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield f"{server}/{name}"
        finally:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def environment_of(database_url, **more):
    """What another process needs to work on that database, with the settings of the tests."""
    return {**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "tests.settings", **more}


def answer_of(script, database_url, **more):
    """What a Python `script` prints, and its errors, in a process of its own that works on that database."""
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{script}"],
        cwd=settings.BASE_DIR,
        env=environment_of(database_url, **more),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return done.stdout, done.stderr
