"""docs/adding-a-language.md, done with Vietnamese in a temporary copy of the repository."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.run import POSTGRES

ROW = '    Language("vi", "Tiếng Việt", "vi_VN", is_launched=False),\n'
# What comes after the language and what takes it back is tried where there is time for it: in CI and by make test-all.
LAST_ROW = re.compile(r'    Language\("ar", .*\n')

# One process for many steps: starting one takes longer than most of them.
PREPARED = """
from django.core.management import call_command
call_command("makemigrations", check_changes=True, dry_run=True)
call_command("migrate", verbosity=0)
call_command("messages")
"""

# A new portal with one guide, its whole way from “hidden” to “shown”. It stops at the first thing that is not so.
STORY = """
from django.test import Client
from django.test.utils import setup_test_environment
from django.contrib.auth import get_user_model
from django_otp import DEVICE_ID_SESSION_KEY
from cic_portal.management.commands.messages import PUBLIC, catalog_path, compile_catalogs, read_catalog
from cic_portal.translations.models import LanguageSwitch, TextCount
from cic_portal.texts.status import TranslationStatus
from contact.models import Centre
from services.models import Guide, Topic

setup_test_environment()
Centre.objects.create(slug="k", name_pl="Centrum", city="Kalisz", is_home=True, phone="+48887069112", email="a@b.example")
published = {"status": "published"}
topic = Topic.objects.create(slug="stay", title_pl="Pobyt", summary_pl="Legalnie", **published)
guide = Guide.objects.create(slug="pesel", topic=topic, title_pl="Numer PESEL", summary_pl="Co to jest", **published)

visitor, desk = Client(), Client()
desk.force_login(get_user_model().objects.create_superuser("desk", desk_language="en"))
session = desk.session
session[DEVICE_ID_SESSION_KEY] = "as after the second factor"
session.save()
address = "/services/stay/pesel/"

# Hidden: no address, no way to it.
assert visitor.get(f"/pl{address}").status_code == 200
assert visitor.get(f"/vi{address}").status_code == 404
assert "/vi/" not in visitor.get(f"/pl{address}").content.decode()
assert "vi" not in visitor.get("/", headers={"accept-language": "vi,uk;q=0.5"})["Location"]
assert "-vi.xml" not in visitor.get("/sitemap.xml").content.decode()

# Translators have it: the board, the form beside Polish, the page itself.
assert "Tiếng Việt" in desk.get("/admin/translations/").content.decode()
form = f"/admin/services/guide/{guide.pk}/change/?language=vi"
opened = desk.get(form)
assert 'name="title_vi"' in opened.content.decode()
data = {}
for part in (opened.context["adminform"].form, *(s.formset.management_form for s in opened.context["inline_admin_formsets"])):
    data |= {bound.html_name: bound.value() for bound in part if bound.value() is not None and bound.value() is not False}
data |= {"title_vi": "Số PESEL", "summary_vi": "Đây là gì", "confirm_translation": "on"}
saved = desk.post(form, data)
assert saved.status_code == 302, saved.context["errors"]
guide.refresh_from_db()
assert (guide.title_vi, guide.translation_status("vi")) == ("Số PESEL", TranslationStatus.CURRENT)
preview = desk.get(f"/vi{address}").content.decode()
assert '<html lang="vi" dir="ltr">' in preview and "Số PESEL" in preview

# Below the threshold it is refused with a sentence; so it is without the words of the portal.
def show():
    return desk.post("/admin/languages/", {"verb": "show", "code": "vi"}, follow=True).content.decode()

assert "% of the texts are translated; 90 % are needed." in show()
topic.title_vi, topic.summary_vi = "Cư trú", "Hợp pháp"
for field in ("title", "summary"):
    topic.record_translation("vi", field, origin="staff", confirmed_by="translator")
topic.save()
centre = Centre.objects.get()
centre.name_vi = "Trung tâm"
centre.record_translation("vi", "name", origin="staff")
centre.save()
assert "% of the words of the portal itself" in show()
assert not LanguageSwitch.objects.exists()

# All words of the portal, as a translator would give them back.
from babel.messages.pofile import write_po
path = catalog_path(PUBLIC, "vi")
catalog = read_catalog(path, "vi")
for message in catalog:
    if message.id:
        source = message.id[-1] if isinstance(message.id, tuple) else message.id
        message.string = (source,) * catalog.num_plurals if isinstance(message.id, tuple) else source
assert catalog.num_plurals == 1
with path.open("wb") as target:
    write_po(target, catalog)
assert compile_catalogs() == 1
assert "Visitors see Tiếng Việt within two seconds." in show()

# Shown: an address, a way to it, search engines, and nothing else has changed.
page = visitor.get(f"/vi{address}")
source = page.content.decode()
assert page.status_code == 200 and page["Content-Language"] == "vi" and "public" in page["Cache-Control"]
assert '<html lang="vi" dir="ltr">' in source and "Số PESEL" in source
assert f'<a href="/vi{address}" lang="vi" hreflang="vi" dir="ltr"' in visitor.get(f"/pl{address}").content.decode()
assert "Số PESEL" not in visitor.get(f"/uk{address}").content.decode()
assert visitor.get("/", headers={"accept-language": "vi,uk;q=0.5"})["Location"] == "/vi/"
assert f"/vi{address}" in visitor.get("/sitemap-vi.xml").content.decode()
for path in ("/vi/", "/vi/contact/", "/vi/courses/", "/vi/search/?q=pesel", "/vi/contact/message/", "/vi/glossary/"):
    assert visitor.get(path).status_code == 200, path
assert visitor.get("/vi/no-such-page/").status_code == 404

# And back.
desk.post("/admin/languages/", {"verb": "hide", "code": "vi"})
assert visitor.get(f"/vi{address}").status_code == 404
guide.refresh_from_db()
assert guide.title_vi == "Số PESEL"
print("as told")
"""

# What changes a column of Vietnamese later waits for the column, in a new database, too.
ORDER = """
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.executor import MigrationExecutor
from django.db import connection
loader = MigrationLoader(connection)
[later] = [migration for key, migration in loader.disk_migrations.items() if key[1].endswith("longer_titles")]
[added] = [key for key in loader.disk_migrations if key[1].endswith("add_vi")]
assert added in later.dependencies, later.dependencies
assert loader.project_state().models["services", "guide"].fields["title_vi"].max_length == 161
loader.check_consistent_history(connection)
print("in order")
"""

BACK = """
from django.core.management import call_command
from django.db import connection
def columns():
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, "services_guide")]
call_command("migrate", "translations", "%s", verbosity=0)
assert "title_uk" in columns() and "title_vi" not in columns()
call_command("migrate", verbosity=0)
assert "title_vi" in columns()
print("back and forth")
"""


@pytest.fixture
def copy(tmp_path):
    """The repository as it is now, with one more row."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    folder = tmp_path / "portal"
    for name in listed:
        source, target = settings.BASE_DIR / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    table = folder / "cic_portal" / "languages.py"
    rows = table.read_text(encoding="utf-8")
    table.write_text(LAST_ROW.sub(lambda last: last[0] + ROW, rows, count=1), encoding="utf-8")
    assert ROW in table.read_text(encoding="utf-8")
    return folder


@contextmanager
def empty_database(folder):
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'empty.sqlite3'}"
        return
    server, name = POSTGRES.rpartition("/")[0], f"language_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{server}/{name}"
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.slow
def test_one_row_and_one_migration_add_a_language(copy, tmp_path):
    with empty_database(tmp_path) as database_url:
        environment = {**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "tests.settings"}

        def manage(*arguments):
            command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
            where = {"cwd": copy, "env": environment, "capture_output": True, "text": True}
            done = subprocess.run(command, timeout=300, check=False, **where)
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout

        before = set(copy.rglob("migrations/*.py"))
        written = manage("add_language", "vi")
        [migration] = set(copy.rglob("migrations/*.py")) - before
        assert migration.parent == copy / "cic_portal" / "translations" / "migrations"
        assert re.search(r"Wrote .*_add_vi\.py: \d+ columns in \d+ tables\.", written)
        assert migration.read_text(encoding="utf-8").count("AddLanguage(") == 1

        told = manage("shell", "--no-imports", "--command", PREPARED + STORY)
        assert told.startswith("No changes detected\n")
        assert "locale/vi/LC_MESSAGES/django.po" in told
        assert told.endswith("\nas told\n")

        models = copy / "services" / "models.py"
        longer = models.read_text(encoding="utf-8").replace("max_length=160)", "max_length=161)", 1)
        models.write_text(longer, encoding="utf-8")
        manage("makemigrations", "services", "--name", "longer_titles", "--verbosity", "0")
        assert manage("shell", "--no-imports", "--command", ORDER) == "in order\n"

        # Taken back, the columns are gone; brought again, they are empty.
        before_it = f"{int(migration.stem.partition('_')[0]) - 1:04}"
        assert manage("shell", "--no-imports", "--command", BACK % before_it) == "back and forth\n"


def test_a_language_without_a_row_and_one_that_is_there_are_refused(capsys):
    from django.core.management import CommandError, call_command

    with pytest.raises(CommandError, match="There is no row for “xx”"):
        call_command("add_language", "xx")
    with pytest.raises(CommandError, match="Every table has its columns for “uk”"):
        call_command("add_language", "uk")


def test_no_migration_knows_the_languages_by_heart():
    """A list of languages in a migration would change with every row, and with it every app."""
    knowing = [
        str(path.relative_to(settings.BASE_DIR))
        for path in settings.BASE_DIR.glob("*/**/migrations/*.py")
        if "Українська" in path.read_text(encoding="utf-8")
    ]

    assert knowing == []
