import re

from django.conf import settings

from tests.processes import manage


def test_the_portal_refuses_to_start_with_the_default_secret():
    result = manage("check", SECRET_KEY=settings.DEFAULT_SECRET_KEY, DEBUG="false")

    assert result.returncode == 1
    assert "Set SECRET_KEY in the environment" in result.stderr


def test_a_short_secret_is_refused():
    assert manage("check", SECRET_KEY="short", DEBUG="false").returncode == 1


def test_deployment_check_is_clean():
    result = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        SECRET_KEY="k3Y-" * 20 + "abcdefgh",
        DEBUG="false",
        SITE_URL="https://portal.example",
    )

    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n"), result.stderr


def test_models_and_migrations_agree():
    result = manage("makemigrations", "--check", "--dry-run", SECRET_KEY="k3Y-" * 20, DEBUG="false")

    assert (result.returncode, result.stdout) == (0, "No changes detected\n")


def test_every_setting_that_the_environment_names_is_in_the_example():
    read = re.findall(
        r'\benv\.\w+\(\s*"(\w+)"', (settings.BASE_DIR / "cic_portal" / "settings.py").read_text(encoding="utf-8")
    )
    told = re.findall(r"^#?([A-Z_]+)=", (settings.BASE_DIR / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)

    assert len(read) > 20
    assert set(read) - set(told) == set()
