"""A type of page that somebody adds: whoever does not know it is named, and one row makes it known everywhere."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

PLACES = "tests/publishing/test_page_types.py"
ROUTES = "tests/test_every_route.py::test_every_public_address_is_walked_or_says_why_not"
FORGOTTEN_BY = re.compile(r"^FAILED \S+::test_no_kind_is_forgotten_by\[(\w+)\]", re.MULTILINE)
PLACE = re.compile(r"^def (\w+)\(things, client\)", re.MULTILINE)
# What goes by the model itself, a row or not.
KNOWS_BY_ITSELF = {"the_translation_desk", "translators_files", "the_link_checker"}


def told_by(*tests, story):
    """What pytest says of `tests` in a portal with stories."""
    environment = {**os.environ, "DATABASE_URL": "sqlite://:memory:", "STORY": story}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    options = ["-q", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist", "--ds=tests.new_page_type.settings"]
    command = [sys.executable, "-m", "pytest", *options, "tests/new_page_type/example.py", *tests]
    run = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    return run.stdout + run.stderr


@pytest.mark.slow
def test_each_place_that_does_not_know_it_is_named():
    told = told_by(PLACES, ROUTES, story="forgotten")

    places = set(PLACE.findall((settings.BASE_DIR / PLACES).read_text(encoding="utf-8")))
    ignorant = places - KNOWS_BY_ITSELF
    assert set(FORGOTTEN_BY.findall(told)) == ignorant
    # The summary at the end says it once more where pytest does not shorten it, as under CI.
    named = re.findall(r"^E +AssertionError: assert \['stories.Story'\] == \[\]", told, re.MULTILINE)
    assert len(named) == len(ignorant)
    assert "AssertionError: assert ['stories:story'] == []" in told


@pytest.mark.slow
def test_one_row_makes_it_known():
    told = told_by(PLACES, "tests/new_page_type/checks.py", story="registered")

    assert re.search(r"^\d+ passed in ", told, re.MULTILINE), told
