"""`make serve` on a database that another version of the portal left behind."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from cic_portal.management.commands.serve import migrate, other_version
from tests.databases import answer_of, environment_of

SENTENCE = (
    "The database {name} was made by another version of the portal and cannot be brought up to date: {remedy} "
    "and start again, and a new one is filled from the content files."
)
REMEDIES = {
    "sqlite": "move it away (mv {name} {name}.old)",
    "postgresql": "name an empty database in DATABASE_URL",
}

# What a squash leaves in a database that was made before it.
OTHER_VERSION = """
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("services", "0002_before_the_squash")
connection.cursor().execute("ALTER TABLE services_office RENAME COLUMN phone TO telephone")
"""


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def squashed(db):
    """A database whose records name a migration that is no longer there."""
    MigrationRecorder(connection).record_applied("services", "0002_before_the_squash")


@pytest.mark.usefixtures("squashed")
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE services_office RENAME COLUMN phone TO telephone",
        "ALTER TABLE feedback_rating RENAME TO feedback_old",
    ],
)
def test_tables_of_another_version_are_refused_in_one_sentence(statement):
    run(statement)

    with pytest.raises(CommandError) as refusal:
        migrate()

    name = connection.settings_dict["NAME"]
    assert str(refusal.value) == SENTENCE.format(name=name, remedy=REMEDIES[connection.vendor].format(name=name))


@pytest.mark.usefixtures("squashed")
def test_a_release_starts_on_the_tables_of_the_next_one():
    """A step back: what the next release added does not disturb."""
    run("ALTER TABLE services_office ADD COLUMN of_the_next_release integer")

    migrate()


@pytest.mark.django_db
def test_a_database_whose_records_contradict_each_other_is_refused():
    MigrationRecorder(connection).record_unapplied("services", "0001_initial")

    with pytest.raises(CommandError, match="was made by another version"):
        migrate()


def test_the_file_of_this_machine_is_named_as_the_reader_sees_it(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setitem(connection.settings_dict, "NAME", settings.VAR_DIR / "portal.sqlite3")

    assert "The database var/portal.sqlite3 was" in other_version()
    assert "(mv var/portal.sqlite3 var/portal.sqlite3.old)" in other_version()


def test_serve_ends_with_that_sentence_and_no_traceback(database_of_its_own, tmp_path):
    assert answer_of(OTHER_VERSION, database_of_its_own) == ("", "")

    served = subprocess.run(
        [sys.executable, "manage.py", "serve", "--prepare-only"],
        cwd=settings.BASE_DIR,
        env=environment_of(database_of_its_own, STATIC_ROOT=str(tmp_path / "static")),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert served.returncode == 1
    assert served.stderr.startswith("CommandError: The database ")
    assert served.stderr.endswith(" and a new one is filled from the content files.\n")
    assert len(served.stderr.splitlines()) == 1
