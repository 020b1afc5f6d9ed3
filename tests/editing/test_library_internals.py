"""Names that this app takes from inside its libraries: whoever upgrades one learns which of them are gone."""

import ast
from importlib import import_module, metadata
from pathlib import Path

import pytest

import cic_portal.editing
from cic_portal.editing import library_internals
from cic_portal.editing.library_internals import COMMON, DJANGO, INTERNALS, Internal

DOCUMENTED = {"_meta", "_state", "_base_manager"}  # Django documents these three
MODULES = sorted(set(Path(cic_portal.editing.__file__).parent.glob("*.py")) - {Path(library_internals.__file__)})


def found(path):
    """What stands at a dotted path: a module, or an attribute of one, or of a class in it. Raises LookupError."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        try:
            thing = import_module(".".join(parts[:length]))
        except ImportError:
            continue
        for name in parts[length:]:
            if not hasattr(thing, name):
                raise LookupError(path)
            thing = getattr(thing, name)
        return thing
    raise LookupError(path)


def words_of(function):
    """Every name and string in the code of a function."""
    code = function.__code__
    return {*code.co_names, *code.co_varnames, *filter(lambda value: isinstance(value, str), code.co_consts)}


def is_there(internal):
    name = internal.name.rpartition(".")[2]
    try:
        if "." in internal.name:
            found(internal.name)
        return not internal.used_by or name in words_of(found(internal.used_by))
    except LookupError:
        return False


def gone(internals):
    """What to tell whoever upgrades: the name, where it was read, which version is here, and what breaks."""
    told = []
    for internal in internals:
        if not is_there(internal):
            library, read_in = internal.read_in.split()
            here = metadata.version(library)
            told.append(f"{internal.name} ({library} {read_in}, now {here}). {internal.without_it}")
    return told


def names_in(path):
    """(what a module uses as attributes or defines as methods, what it defines itself)."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    defined = {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    written = {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)}
    return used | written | defined, defined


@pytest.mark.parametrize("internals", [INTERNALS, COMMON])
def test_every_name_is_still_there(internals):
    assert gone(internals) == []


@pytest.mark.parametrize(
    "internal",
    [
        Internal("django.contrib.admin.ModelAdmin._no_such_thing", DJANGO, "", "Nothing works."),
        Internal("django.no_such_module.Thing", DJANGO, "", "Nothing works."),
        Internal("_no_such_thing", DJANGO, "", "Nothing works.", used_by="django.forms.ModelForm.save"),
        Internal("save", DJANGO, "", "Nothing works.", used_by="django.forms.ModelForm.no_such_function"),
    ],
)
def test_a_name_that_vanished_is_named_with_what_breaks(internal):
    now = metadata.version("django")

    assert gone([*INTERNALS, internal]) == [f"{internal.name} (Django 5.2.19, now {now}). Nothing works."]


def test_no_name_is_told_twice_and_each_says_what_it_is_for():
    told = [internal.name for internal in (*INTERNALS, *COMMON)]

    assert sorted(set(told)) == sorted(told)
    assert [internal.name for internal in (*INTERNALS, *COMMON) if not (internal.does and internal.without_it)] == []


def test_no_other_module_uses_them():
    internal = {entry.name.rpartition(".")[2] for entry in INTERNALS}
    ours = {name for path in MODULES for name in names_in(path)[1]}

    found_in = {}
    for path in MODULES:
        used, _defined = names_in(path)
        private = {name for name in used if name.startswith("_") and not name.endswith("__")}
        if names := (private - ours - DOCUMENTED) | (used & internal):
            found_in[path.name] = sorted(names)

    assert found_in == {}


def test_each_is_used_there():
    """A name that we need no longer leaves the table."""
    source = Path(library_internals.__file__).read_text()
    code = source[: source.index("INTERNALS = (")] + source[source.index("class HistoryRecords") :]
    elsewhere = "".join(path.read_text() for path in MODULES)

    unused = [entry.name for entry in INTERNALS if entry.name.rpartition(".")[2] not in code]
    unused += [entry.name for entry in COMMON if entry.name.rpartition(".")[2] not in elsewhere]
    assert unused == []
