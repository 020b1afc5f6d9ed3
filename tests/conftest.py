import copy
import gc
import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.db.models import CASCADE
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed
from django_otp import DEVICE_ID_SESSION_KEY
from hypothesis import settings as hypothesis_settings

from cic_portal.management.commands.messages import compile_catalogs
from tests.databases import own_database

ALLOWED_HOSTS = {"127.0.0.1", "::1", "localhost"}

# A busy machine is slow now and then; that is no fault of the example.
hypothesis_settings.register_profile("portal", deadline=None)
hypothesis_settings.load_profile("portal")


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogs():
    """The strings that pages are made of, compiled as `make serve` compiles them, and read afresh."""
    compile_catalogs()
    translation_file_changed(None, Path("django.mo"))


@pytest.fixture
def database_of_its_own(django_db_setup, django_db_blocker, tmp_path):
    """The address of a copy of the test database, for tests that start other processes."""
    # Outside a test's transaction: SQLite would wait for its end before it copies.
    with django_db_blocker.unblock(), own_database(tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """Every test sees the content that the portal ships with; what a test changes is rolled back.

    It takes the place of pytest-django's own, which makes no database for a run in which no test is marked with
    `django_db`: a test with a `database_of_its_own` would then copy whatever database the settings name.
    """
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
        call_command("load_content", verbosity=0)
    yield
    with django_db_blocker.unblock():
        teardown_databases(databases, verbosity=0)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """A test that reaches for another machine fails: the portal must not need one."""
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and address[0] not in ALLOWED_HOSTS:
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def polish_between_tests():
    """A page leaves its language active; the next test must not depend on it."""
    translation.activate("pl")


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    """Limits count in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def strict_templates(settings):
    """A variable that a template asks for and nobody gave shows as ‼name‼, so that the test can find it."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["string_if_invalid"] = "‼%s‼"
    settings.TEMPLATES = templates


@pytest.fixture
def empty_portal(db):
    """A portal without content, for tests that count."""
    from cic_portal.loading.models import LoadedEntry
    from cic_portal.translations.models import TextCount
    from courses.models import Course
    from services.models import Amount, Guide, Offer, Office, Term, Topic

    kinds = (LoadedEntry, Guide, Topic, Office, Term, Amount, Offer, Course)
    labels = [model._meta.label_lower for model in kinds]
    TextCount.objects.filter(owner_label__in=labels)._raw_delete(using="default")
    delete_all(kinds, done=set())


def delete_all(models, done):
    """Every row of these models and what is deleted with them, a statement a table.

    Django's own deletion reads each row before it goes and takes four times as long. The end of the test checks that
    nothing refers to a row that is gone.
    """
    for model in models:
        if model in done:
            continue
        done.add(model)
        relations = model._meta.get_fields(include_hidden=True)
        delete_all(
            [
                each.related_model
                for each in relations
                if getattr(each, "on_delete", None) is CASCADE and each.auto_created
            ],
            done,
        )
        model._base_manager.all()._raw_delete(using="default")


@pytest.fixture
def desk_in_english(monkeypatch):
    """New members of staff read English, the language in which texts stand in the code."""
    monkeypatch.setattr(get_user_model()._meta.get_field("desk_language"), "default", "en")


@pytest.fixture(autouse=True)
def whole_way_in(monkeypatch):
    """`force_login` stands for the whole way in, the second factor included; tests of the way itself send forms."""
    force_login = Client.force_login

    def with_code(self, user, backend=None):
        force_login(self, user, backend)
        session = self.session
        session[DEVICE_ID_SESSION_KEY] = "a device that no test asks for"
        session.save()

    monkeypatch.setattr(Client, "force_login", with_code)


@pytest.fixture
def staff_client(client, django_user_model):
    """Somebody at the desk who may do everything."""
    client.force_login(django_user_model.objects.create_superuser("desk", password="correct horse battery"))
    return client


def pytest_configure():
    # Most of what a test makes is gone with it; looking for the rest less often saves a twelfth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_collection_modifyitems(items):
    for item in items:
        if "database_of_its_own" in item.fixturenames:
            item.add_marker("own_database")
        if item.get_closest_marker("django_db") or {"db", "database_of_its_own"} & set(item.fixturenames):
            item.add_marker("database")


def pytest_report_header(config):
    return f"database: {settings.DATABASES['default']['ENGINE']}"
