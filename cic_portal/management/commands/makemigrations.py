from django.core.management.commands import makemigrations
from django.db.migrations.loader import MigrationLoader

from cic_portal.management.commands.add_language import APP
from cic_portal.translations.operations import AddLanguage


class Command(makemigrations.Command):
    """Django's own, with one thing more: what is written after a language was added waits for that language.

    The columns of a language come to the tables of all apps by one migration of `translations`. Django cannot know that
    a later change of such a column depends on it, and in a new database might run the change first.
    """

    def write_migration_files(self, changes, *args, **kwargs):
        newest = newest_language(MigrationLoader(None))
        for app, migrations in changes.items():
            for migration in migrations if newest and app != APP else ():
                migration.dependencies.append(newest)
        return super().write_migration_files(changes, *args, **kwargs)


def newest_language(loader):
    """The key of the last migration that adds a language, or None."""
    adding = [key for key, migration in loader.disk_migrations.items() if key[0] == APP and _adds_language(migration)]
    return max(adding, default=None)


def _adds_language(migration):
    return any(isinstance(operation, AddLanguage) for operation in migration.operations)
