import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

from cic_portal.management.commands.messages import compile_catalogs
from cic_portal.settings import env

START_LOCK = 887069112  # any number, the same in every process


class Command(BaseCommand):
    help = "Bring everything up to date (strings, static files, tables, content) and serve with gunicorn. HOST and PORT override."

    def add_arguments(self, parser):
        parser.add_argument("--with-login", action="store_true", help="Create a local staff login and print it.")
        parser.add_argument("--with-worker", action="store_true", help="Send queued letters too, in a second process.")
        parser.add_argument("--prepare-only", action="store_true", help="Do all but serve.")

    def handle(self, *args, with_login, with_worker, prepare_only, **options):
        host, port = env.str("HOST", "127.0.0.1"), env.int("PORT", 8000)
        if not prepare_only:
            refuse_taken_port(host, port)
        self._step("Interface strings", compile_catalogs)
        self._step("Static files", collect_static_if_changed)
        with one_at_a_time():
            self._step("Database", migrate)
            self._step("Content in ten languages", lambda: call_command("load_content", if_changed=True))
        if with_login:
            call_command("local_staff_login")
        if with_worker:
            start_worker()
        if not prepare_only:
            self.stdout.write(f"\nThe portal is at http://{host}:{port} – stop it with Ctrl+C.")
            self.stdout.flush()
            run_gunicorn(host, port)

    def _step(self, name, work):
        self.stdout.write(f"{name} …")
        self.stdout.flush()
        work()


def refuse_taken_port(host, port):
    """Raise CommandError when something else already listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({error}). Try: PORT={port + 1} make serve"
            ) from error


@contextmanager
def one_at_a_time():
    """On PostgreSQL, let one process bring the database up to date while others that start now wait for it."""
    settings.VAR_DIR.mkdir(exist_ok=True)
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        name = connection.settings_dict["NAME"]
        raise CommandError(
            f"The database {name} cannot be read ({error}). Check DATABASE_URL, or move the file away."
        ) from error
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [START_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [START_LOCK])


def collect_static_if_changed():
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    newest = max(
        (os.path.getmtime(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])),
        default=0,
    )
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0)


def migrate():
    """Create or update the tables; a database that cannot be read or taken up is one clear sentence."""
    try:
        refuse_other_tables()
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        name = connection.settings_dict["NAME"]
        raise CommandError(
            f"The database {name} cannot be read ({error}). Check DATABASE_URL, or move the file away."
        ) from error
    except InconsistentMigrationHistory as error:
        raise CommandError(other_version()) from error


def refuse_other_tables():
    """Raise CommandError when another version left tables that our migrations cannot start from.

    A migration that is recorded as applied and no longer exists is a hint, not more: after a step back to the release
    before, it is one that this release does not know yet, and its tables serve both. So only a table or column that the
    remaining applied migrations promise and the database lacks is a refusal.
    """
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations).union(*(migration.replaces for migration in loader.disk_migrations.values()))
    if set(loader.applied_migrations) - known and lacks_promised_columns(loader):
        raise CommandError(other_version())


def lacks_promised_columns(loader):
    applied = [key for key in loader.applied_migrations if key in loader.graph.nodes]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in loader.project_state(applied).apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            promised = {field.column for field in model._meta.local_concrete_fields}
            if table not in tables or promised - columns_of(cursor, table):
                return True
    return False


def columns_of(cursor, table):
    return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def other_version():
    """One sentence: whose database it is, and what to do."""
    name = str(connection.settings_dict["NAME"])
    remedy = "name an empty database in DATABASE_URL"
    if connection.vendor == "sqlite":
        name = name.removeprefix(f"{settings.BASE_DIR}/")
        remedy = f"move it away (mv {name} {name}.old)"
    return (
        f"The database {name} was made by another version of the portal and cannot be brought up to date: {remedy} "
        "and start again, and a new one is filled from the content files."
    )


def start_worker():
    """A worker beside the server: one command is enough on one machine. It ends when the server ends."""
    subprocess.Popen([sys.executable, "manage.py", "worker", "--with-parent"], cwd=settings.BASE_DIR)


def run_gunicorn(host, port):
    """Replace this process by the server, so that signals reach it."""
    workers = env.int("WEB_CONCURRENCY", 2)
    arguments = ("-m", "gunicorn", "cic_portal.wsgi", "-b", f"{host}:{port}", "-w", str(workers), "--threads", "4")
    os.execv(
        sys.executable, (sys.executable, *arguments, "--log-level", "warning", "--preload", "--graceful-timeout", "5")
    )
