"""Imports point one way (docs/architecture.md): a room may lean on those before it, never on those after it."""

import ast

from django.conf import settings

ORDER = [
    ["cic_portal.languages", "cic_portal.limits", "cic_portal.exports"],
    [
        "cic_portal.publishing",
        "cic_portal.translations",
        "cic_portal.editing",
        "cic_portal.links",
        "cic_portal.pictures",
        "cic_portal.richtext",
        "cic_portal.personal_data",
        "cic_portal.letters",
        "cic_portal.public_forms",
        "cic_portal.bookings",
        "cic_portal.calendars",
        "cic_portal.typesetting",
    ],
    ["services"],
    ["contact"],
    ["courses"],
    [
        "cic_portal.pages",
        "cic_portal.search",
        "cic_portal.opendata",
        "cic_portal.offline",
        "cic_portal.feedback",
        "cic_portal.leaflets",
        "cic_portal.staff",
    ],
    ["cic_portal.urls", "cic_portal.views", "cic_portal.management"],
]
# Parts of the project itself, which belong to no room: templates' tags know the first two rows.
LEVELS = {room: level for level, rooms in enumerate(ORDER) for room in rooms} | {"cic_portal.templatetags": 1}


def room_of(module):
    parts = module.split(".")
    return next((".".join(parts[:end]) for end in (2, 1) if ".".join(parts[:end]) in LEVELS), None)


def modules():
    for folder in ("cic_portal", "services", "contact", "courses"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            yield ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts), path


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_imports_point_one_way():
    against = [
        f"{module} imports {imported}"
        for module, path in modules()
        for imported in imports_of(path)
        if room_of(module) and room_of(imported) and LEVELS[room_of(imported)] > LEVELS[room_of(module)]
    ]

    assert against == []


def test_every_module_belongs_to_a_room():
    free = {"cic_portal", "cic_portal.settings", "cic_portal.wsgi", "cic_portal.middleware", "cic_portal.__init__"}

    assert [module for module, _path in modules() if not room_of(module) and module not in free] == []


def test_no_room_is_a_lumber_room():
    names = {part for module, _path in modules() for part in module.split(".")}

    assert names & {"utils", "common", "helpers", "core"} == set()


def test_top_level_is_what_the_client_wants():
    import subprocess

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
