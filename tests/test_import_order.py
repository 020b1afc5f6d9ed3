"""Imports point one way, one package a line (tests/imports.py has the order, docs/architecture.md the reasons)."""

import ast
import re
import subprocess

import pytest
from django.conf import settings

from tests import imports


def test_imports_point_one_way():
    assert [str(arrow) for arrow in imports.upward(imports.arrows())] == []


def test_no_package_leans_on_itself_over_others():
    assert imports.circles() == []


def test_no_import_hides_in_a_function():
    assert list(imports.nested_imports()) == []


def test_no_string_names_an_app_further_up():
    assert [str(arrow) for arrow in imports.upward(imports.names_in_strings())] == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("courses.enrolments.models", "courses.enrolments.models"),
        ("courses.view_course", "courses"),
        ("admin:enrolments_enrolment_changelist", "courses.enrolments"),
        ("personal_data.accessrecord", "cic_portal.personal_data"),
        ("admin:index", None),
        ("courses", None),
        ("The courses of the Centre.", None),
    ],
)
def test_a_string_names_an_app_by_its_path_or_its_label(text, named):
    assert imports.named_in(text) == named


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ('warn(request, words, "enrolments", "enrolment", "call=yes")', ["courses.enrolments"]),
        ('pair = ("enrolments", "Enrolment")', ["courses.enrolments"]),
        ('get_model("enrolments.Enrolment")', ["courses.enrolments"]),
        ('reverse(f"admin:enrolments_{model}_changelist")', ["courses.enrolments"]),
        ('reverse("enrolments:course", args=[pk])', ["courses.enrolments"]),
        ('right(app_label="enrolments", codename=name)', ["courses.enrolments"]),
        ('model._meta.app_label == "enrolments"', ["courses.enrolments"]),
        ('app_label in ("enrolments", "auth")', ["courses.enrolments"]),
        # The same words where they name no app: sections of the site, a list of words, a label nobody can know.
        ('PublicPage(section="services")', []),
        ('tabs = ["services", "contact", "courses"]', []),
        ('crumb("contact", "Where we are")', []),
        ('reverse(f"admin:{app}_{model}_changelist")', []),
        ('def nothing():\n    "enrolments.view_enrolment"', []),
    ],
)
def test_a_string_names_an_app_by_what_stands_around_it(code, named):
    assert [target for _line, target in imports.named_in_tree(ast.parse(code))] == named


def test_an_import_in_a_function_is_seen():
    tree = ast.parse("def later():\n    from courses import models\n    return models")

    assert list(imports.nested_in(tree)) == [2]


def test_every_module_belongs_to_a_package():
    assert [
        name for name, _path in imports.modules() if not imports.package_of(name) and name not in imports.FREE
    ] == []


def documented():
    """The packages of the table in docs/architecture.md, in its order."""
    text = (settings.BASE_DIR / "docs" / "architecture.md").read_text(encoding="utf-8")
    for row in re.findall(r"^\| (`[a-z].*?) \|", text[: text.index("## How things flow")], flags=re.MULTILINE):
        first, *others = re.findall(r"`([\w/.]+)`", row)
        folder = "cic_portal/" if first.startswith("cic_portal/") else ""
        for path in (first, *(f"{folder}{other}" for other in others)):
            yield path.removesuffix(".py").strip("/").replace("/", ".")


def test_the_table_of_packages_is_complete_and_in_order():
    assert list(documented()) == list(imports.ORDER)


def test_no_package_is_a_lumber_room():
    names = {part for module, _path in imports.modules() for part in module.split(".")}

    assert names & {"utils", "common", "helpers", "core"} == set()


def test_top_level_is_what_the_client_wants():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    ).stdout
    top = {line.split("/")[0] for line in listed.splitlines() if not line.startswith(".")}
    allowed = {
        "manage.py",
        "Makefile",
        "pyproject.toml",
        "requirements.txt",
        "requirements-dev.txt",
        "Dockerfile",
        "compose.yaml",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "docs",
        "cic_portal",
        "services",
        "courses",
        "contact",
        "templates",
        "locale",
        "static",
        "tests",
    }

    assert top <= allowed
