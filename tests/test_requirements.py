"""What is installed: asked for in pyproject.toml, pinned with hashes for the oldest Python that we promise.

pyproject.toml names what our code uses itself; `make pins` works out everything these bring along and writes it into
requirements.txt and requirements-dev.txt. Nothing here asks a package index.
"""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, entry_points, packages_distributions

import pytest
from django.conf import settings
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

BASE, DEV = "requirements.txt", "requirements-dev.txt"
PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.]+)(?: ; (?P<marker>[^\\]+?))?(?: \\)?$", re.MULTILINE)

# Neither imported nor named in the settings, and needed all the same.
LOADED_BY_OTHERS = {
    "psycopg": "Django loads it when DATABASE_URL names PostgreSQL",
    "redis": "Django loads it when CACHE_URL names Redis",
    "tzdata": "zoneinfo reads it where the system has no time zones",
}


def text_of(name):
    return (settings.BASE_DIR / name).read_text(encoding="utf-8")


def oldest_python():
    """The lower bound of requires-python, as a Version."""
    (bound,) = SpecifierSet(PROJECT["project"]["requires-python"])
    assert bound.operator == ">="
    return Version(bound.version)


def admits(requires_python, python):
    """Whether a distribution with this Requires-Python (None when it says nothing) installs on this Python."""
    return requires_python is None or SpecifierSet(requires_python).contains(python)


def pins(name):
    """Canonical name → (version, marker or None) of everything that a requirements file installs."""
    return {
        canonicalize_name(found["name"]): (found["version"], found["marker"] and Marker(found["marker"]))
        for found in PIN.finditer(text_of(name))
    }


def is_for(marker, python):
    return marker is None or marker.evaluate({"python_full_version": str(python)})


def here(name):
    """The installed distribution of that name, in a list that is empty when there is none."""
    try:
        return [distribution(name)]
    except PackageNotFoundError:
        return []


def asked_for(*lists):
    return {canonicalize_name(Requirement(line).name): Requirement(line) for lines in lists for line in lines}


PORTAL = asked_for(PROJECT["project"]["dependencies"])
TESTS = asked_for(PROJECT["dependency-groups"]["dev"])


@cache
def nodes(folder):
    """All imports and constants in the code of a folder."""
    paths = (settings.BASE_DIR / folder).rglob("*.py")
    found = (node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return [node for node in found if isinstance(node, (ast.Import, ast.ImportFrom, ast.Constant))]


def imported_by(*folders):
    """Canonical names of the distributions whose modules are imported in these folders."""
    modules = set()
    for node in (node for folder in folders for node in nodes(folder)):
        if isinstance(node, ast.Import):
            modules |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules.add(node.module.split(".")[0])
    return distributions_of(modules - sys.stdlib_module_names)


def named_by(*folders):
    """Canonical names of the distributions that a string names, as the settings name "axes.middleware.…"."""
    words = {
        node.value.split(".")[0]
        for folder in folders
        for node in nodes(folder)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return distributions_of(words)


installed_modules = cache(packages_distributions)


def distributions_of(modules):
    installed = installed_modules()
    return {canonicalize_name(name) for module in modules for name in installed.get(module, ())}


@pytest.mark.parametrize("name", [BASE, DEV])
def test_pins_are_resolved_for_the_oldest_python_that_we_promise(name):
    (resolved_for,) = re.findall(r"^#.* for Python ([\d.]+)$", text_of(name), re.MULTILINE)

    assert Version(resolved_for) == oldest_python(), "make pins"


def test_every_pin_installs_on_the_oldest_python():
    python = oldest_python()
    installed = [
        found for name, (_version, marker) in pins(DEV).items() if is_for(marker, python) for found in here(name)
    ]

    refused = [
        f"{found.name} {found.version} wants Python {found.metadata['Requires-Python']}"
        for found in installed
        if not admits(found.metadata["Requires-Python"], python)
    ]

    assert installed
    assert refused == []


@pytest.mark.parametrize(
    ("requires", "admitted"),
    [
        (">=3.11.5", False),
        (">=3.12", False),
        (">=3.11", True),
        ("<4,>=3.10", True),
        (">=2.7, !=3.0.*", True),
        (None, True),
    ],
)
def test_a_distribution_for_later_pythons_is_noticed(requires, admitted):
    assert admits(requires, Version("3.11.0")) is admitted


def test_what_is_pinned_is_what_the_tests_run_with():
    others = {
        name: version
        for name, (version, marker) in pins(DEV).items()
        if (marker is None or marker.evaluate()) and [found.version for found in here(name)] != [version]
    }

    assert others == {}, "the environment is older than the pins: make test"


def test_pins_are_within_what_was_asked_for():
    portal, everything = pins(BASE), pins(DEV)
    wrong = [str(line) for name, line in PORTAL.items() if not line.specifier.contains(portal[name][0])]
    wrong += [str(line) for name, line in TESTS.items() if not line.specifier.contains(everything[name][0])]

    assert wrong == []


def test_the_tests_run_with_the_versions_of_the_portal():
    everything = pins(DEV)

    assert {name: everything.get(name) for name in pins(BASE)} == pins(BASE)


@pytest.mark.parametrize("name", [BASE, DEV])
def test_every_pin_has_its_hashes(name):
    entries = re.split(r"^(?=[\w.-]+==)", text_of(name), flags=re.MULTILINE)[1:]

    assert len(entries) == len(pins(name))
    assert [entry.split(" ")[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", [BASE, DEV, "pyproject.toml"])
def test_no_file_says_where_packages_come_from(name):
    assert re.findall(r"\w+://|index-url|find-links|/opt/|/home/|trusted-host", text_of(name)) == []


def test_nothing_is_installed_without_its_hash():
    installs = re.findall(r"pip install.*", text_of("Makefile") + text_of("Dockerfile"))

    assert installs
    assert [line for line in installs if "--require-hashes" not in line] == []


def test_what_the_portal_imports_is_asked_for():
    """A library that only came along with another one leaves when that one no longer needs it."""
    assert imported_by("cic_portal", "services", "contact", "courses") - set(PORTAL) == set()


def test_what_the_tests_import_is_asked_for():
    assert imported_by("tests") - set(PORTAL) - set(TESTS) == set()


def test_what_the_portal_asks_for_is_used():
    folders = ("cic_portal", "services", "contact", "courses")
    used = imported_by(*folders) | named_by(*folders)

    assert set(PORTAL) - used == set(LOADED_BY_OTHERS)


def test_what_the_tests_ask_for_is_used():
    """Imported, run by make, or a plugin of pytest."""
    run_by_make = {canonicalize_name(name) for name in re.findall(r"\$\(BIN\)/([\w-]+)", text_of("Makefile"))}
    plugins = {canonicalize_name(entry.dist.name) for entry in entry_points(group="pytest11")}

    assert set(TESTS) - imported_by("tests") - run_by_make - plugins == set()
