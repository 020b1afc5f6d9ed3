"""The import graph of the portal: `python -m tests.imports` prints which package leans on which, and what is against the order.

A package may lean on those above it in ORDER and never on those below it. docs/architecture.md says what is in each.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
TREES = ("cic_portal", "services", "contact", "courses")

# From the ground up, one package a line.
ORDER = (
    "cic_portal.registry",
    "cic_portal.duties",
    "cic_portal.languages",
    "cic_portal.local_time",
    "cic_portal.limits",
    "cic_portal.typed_text",
    "cic_portal.exports",
    "cic_portal.outgoing",
    "cic_portal.markup",
    "cic_portal.texts",
    "cic_portal.calendars",
    "cic_portal.publishing",
    "cic_portal.template_loader",
    "cic_portal.templatetags",
    "cic_portal.richtext",
    "cic_portal.desk",
    "cic_portal.personal_data",
    "cic_portal.typesetting",
    "cic_portal.letters",
    "cic_portal.visitors",
    "cic_portal.bookings",
    "cic_portal.editing",
    "cic_portal.links",
    "cic_portal.accounts",
    "cic_portal.translations",
    "cic_portal.translations.exchange",
    "cic_portal.loading",
    "cic_portal.pictures",
    "services",
    "contact",
    "contact.appointments",
    "contact.correspondence",
    "courses",
    "courses.events",
    "courses.enrolments",
    "courses.demand",
    "cic_portal.pages",
    "cic_portal.search",
    "cic_portal.opendata",
    "cic_portal.feedback",
    "cic_portal.leaflets",
    "cic_portal.home",
    "cic_portal.views",
    "cic_portal.middleware",
    "cic_portal.urls",
    "cic_portal.management",
    "cic_portal.apps",
)
# What names every app because it puts them together.
FREE = {"cic_portal", "cic_portal.settings", "cic_portal.wsgi"}
LEVEL = {package: level for level, package in enumerate(ORDER)}
# Packages that are apps, and so have a label that strings can name: `courses.course`, `admin:courses_course_change`.
LABELS = {package.rpartition(".")[2]: package for package in ORDER if (BASE / package.replace(".", "/")).is_dir()}
NAMED = re.compile(r"(?:admin:)?([a-z]+(?:_data)?)(?:\.[A-Za-z_*]+|_[a-z]+_[a-z_]+|:[a-z_-]+)")
# How a label is called where it stands alone.
LABEL_NAMES = {"app", "app_label"}


@dataclass(frozen=True)
class Arrow:
    """`module` leans on `target` at `line`; `is_nested` when the import stands inside a function."""

    module: str
    line: int
    target: str
    is_nested: bool = False

    @property
    def start(self):
        return package_of(self.module)

    @property
    def end(self):
        return package_of(self.target)

    def __str__(self):
        return f"{self.module}:{self.line} → {self.target}"


def package_of(name):
    """The package of ORDER in which a module or one of its names lies; None when it is not ours."""
    parts = name.split(".")
    found = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((package for package in found if package in LEVEL), None)


def modules():
    """(dotted name, path) of every module of the portal but its migrations."""
    for folder in TREES:
        for path in sorted((BASE / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield ".".join(path.relative_to(BASE).with_suffix("").parts).removesuffix(".__init__"), path


def arrows():
    """Every import of one of our modules by another."""
    for module, path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        nested = {id(inner) for outer in ast.walk(tree) if _is_function(outer) for inner in ast.walk(outer)}
        for node in ast.walk(tree):
            for target in _imported(node):
                if target.split(".")[0] in TREES:
                    yield Arrow(module, node.lineno, target, id(node) in nested)


def nested_imports():
    """Imports of anything, ours or not, that stand inside a function: `module:line`."""
    for module, path in modules():
        yield from (f"{module}:{line}" for line in nested_in(ast.parse(path.read_text(encoding="utf-8"))))


def nested_in(tree):
    """Lines of `tree` with an import inside a function."""
    for outer in filter(_is_function, ast.walk(tree)):
        yield from (node.lineno for node in ast.walk(outer) if _imported(node))


def names_in_strings():
    """Arrows that no import shows: strings with the dotted path or the label of one of our apps."""
    for module, path in modules():
        for line, target in named_in_tree(ast.parse(path.read_text(encoding="utf-8"))):
            yield Arrow(module, line, target)


def named_in_tree(tree):
    """(line, path or package) of every string of `tree` that names one of our apps, docstrings left out."""
    documents = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}
    for node in ast.walk(tree):
        if id(node) not in documents and (target := named_in(_text_of(node))):
            yield node.lineno, target
        yield from ((node.lineno, LABELS[label]) for label in _labels_alone(node))


def _text_of(node):
    """The text of a string, with an x for each expression in an f-string; "" for any other node."""
    if isinstance(node, ast.JoinedStr):
        return "".join(_text_of(part) or "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _labels_alone(node):
    """Labels that stand in strings of their own, where what is around says that they are labels and no other words.

    That is: before the name of one of its models (`warn(request, "enrolments", "enrolment")`, also in a tuple or a list),
    given as `app_label`, or compared with an `app_label`.
    """
    if isinstance(node, ast.Call | ast.Tuple | ast.List):
        texts = [_text_of(part) for part in getattr(node, "args", None) or getattr(node, "elts", ())]
        yield from (one for one, other in pairwise(texts) if other.lower() in models_of(one))
    if isinstance(node, ast.keyword) and node.arg in LABEL_NAMES and _text_of(node.value) in LABELS:
        yield _text_of(node.value)
    if isinstance(node, ast.Compare) and _is_label(node.left):
        texts = [_text_of(part) for side in node.comparators for part in getattr(side, "elts", [side])]
        yield from (text for text in texts if text in LABELS)


def _is_label(node):
    return getattr(node, "attr", None) == "app_label" or getattr(node, "id", None) == "app_label"


@cache
def models_of(label):
    """The names of the classes in the `models.py` of an app, in small letters; nothing for what is no label."""
    path = BASE / LABELS.get(label, "").replace(".", "/") / "models.py"
    if label not in LABELS or not path.exists():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name.lower() for node in tree.body if isinstance(node, ast.ClassDef))


def named_in(text):
    """The dotted path that `text` is, or the package whose label it begins with (`courses.view_course`), or None."""
    if text.startswith(tuple(f"{tree}." for tree in TREES)) and text.replace(".", "").replace("_", "").isalnum():
        parts = text.split(".")
        is_module = (
            len(parts) > 2 or (BASE / parts[0] / parts[1]).exists() or (BASE / parts[0] / f"{parts[1]}.py").exists()
        )
        return text if is_module else package_of(parts[0])
    match = NAMED.fullmatch(text)
    return LABELS.get(match[1]) if match else None


def upward(found):
    """Those arrows that lead from a package to one below it in ORDER."""
    return [arrow for arrow in found if arrow.start and arrow.end and LEVEL[arrow.end] > LEVEL[arrow.start]]


def graph():
    """For each package those it leans on, in the order of the house."""
    leans = {package: set() for package in ORDER}
    for arrow in arrows():
        if arrow.start and arrow.end and arrow.start != arrow.end:
            leans[arrow.start].add(arrow.end)
    return {package: sorted(others, key=LEVEL.get) for package, others in leans.items()}


def circles():
    """Packages that reach themselves over others, each once."""
    leans = graph()
    return [package for package in ORDER if package in _reached(leans, package)]


def _reached(leans, package):
    seen, waiting = set(), list(leans[package])
    while waiting:
        if (found := waiting.pop()) not in seen:
            seen.add(found)
            waiting += leans[found]
    return seen


def _is_function(node):
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)


def _has_docstring(node):
    holders = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return isinstance(node, holders) and ast.get_docstring(node, clean=False) is not None


def _imported(node):
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{name.name}" for name in node.names]
    return []


def main():
    for package, others in graph().items():
        print(f"{package}\n    ← {', '.join(others) or 'nothing'}")
    against = [*upward(arrows()), *upward(names_in_strings())]
    print(f"\n{len(ORDER)} packages, {sum(map(len, graph().values()))} arrows")
    print(f"circles of packages: {len(circles())} {' '.join(circles())}")
    print(f"arrows back up: {len(against)}")
    print("\n".join(f"    {arrow}" for arrow in against))
    print(f"imports inside functions: {', '.join(nested_imports()) or 0}")


if __name__ == "__main__":
    main()
