"""`make` notices when .venv was made by another Python or from other pins."""

import re
import shutil
import subprocess
import sys

import pytest
from django.conf import settings

OTHER_PYTHON = """#!/bin/sh
exec {python} -c "import platform; platform.python_version = lambda: '3.99.0'
$2"
"""


@pytest.fixture
def checkout(tmp_path):
    """A folder in which `make` finds everything installed."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(settings.BASE_DIR / name, tmp_path)
    (tmp_path / ".venv").mkdir()
    for stamp in re.findall(r"touch (\S+)", planned(tmp_path)):
        (tmp_path / stamp).touch()
    return tmp_path


def planned(folder, python=sys.executable):
    """What `make test` would do there."""
    command = ["make", "--dry-run", "test", f"PYTHON={python}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def installed_by(plan):
    return re.findall(r"pip install .* -r (\S+)", plan)


def test_what_is_installed_stays(checkout):
    assert installed_by(planned(checkout)) == []


@pytest.mark.parametrize(
    ("changed", "installed"),
    [
        ("requirements.txt", ["requirements.txt", "requirements-dev.txt"]),
        ("requirements-dev.txt", ["requirements-dev.txt"]),
    ],
)
def test_other_pins_are_installed(checkout, changed, installed):
    with (checkout / changed).open("a") as pins:
        pins.write("# another line\n")

    assert installed_by(planned(checkout)) == installed


def test_another_python_makes_an_environment_of_its_own(checkout):
    python = checkout / "python"
    python.write_text(OTHER_PYTHON.format(python=sys.executable))
    python.chmod(0o755)

    plan = planned(checkout, python)

    assert f"{python} -m venv --clear .venv" in plan
    assert installed_by(plan) == ["requirements.txt", "requirements-dev.txt"]
