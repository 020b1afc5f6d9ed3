from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.writer import MigrationWriter

from cic_portal import languages
from cic_portal.translations.operations import AddLanguage, new_columns

APP = "translations"


class Command(BaseCommand):
    help = "Write the one migration of a language whose row was just added to cic_portal/languages.py."

    def add_arguments(self, parser):
        parser.add_argument("code", help="The code in the row, for example vi.")

    def handle(self, *args, code, **options):
        if code not in languages.TARGETS:
            known = ", ".join(languages.CODES)
            raise CommandError(f"There is no row for “{code}” in cic_portal/languages.py (there are: {known}).")
        loader = MigrationLoader(None)
        if conflicts := loader.detect_conflicts():
            raise CommandError(
                f"Migrations conflict in {', '.join(sorted(conflicts))}: run makemigrations --merge first."
            )
        columns = new_columns(loader.project_state(), code)
        if not columns:
            raise CommandError(f"Every table has its columns for “{code}”; there is nothing to write.")
        path = write(migration(loader, code, {app for app, _model in columns}))
        count = sum(map(len, columns.values()))
        self.stdout.write(f"Wrote {path}: {count} columns in {len(columns)} tables. Next: manage.py migrate")


def migration(loader, code, touched):
    """The Migration of `code`; it waits for the newest migration of every app in `touched`."""
    leaves = dict(loader.graph.leaf_nodes())
    number = int(leaves[APP].partition("_")[0]) + 1
    operation = AddLanguage(code)
    made = migrations.Migration(f"{number:04}_{operation.migration_name_fragment}", APP)
    made.dependencies = [(app, leaves[app]) for app in sorted(touched | {APP})]
    made.operations = [operation]
    return made


def write(made):
    """Write `made` into its app; returns the path."""
    path = Path(apps.get_app_config(APP).path) / "migrations" / f"{made.name}.py"
    path.write_text(MigrationWriter(made).as_string(), encoding="utf-8")
    return path
