"""Content files as values: reading them, finding them, and saying in which line one is wrong. Nothing here writes.

The format is described in docs/content-files.md.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from cic_portal import languages
from cic_portal.markup.rendering import without_html

try:
    from yaml import CSafeLoader as SafeLoader  # ten times as fast
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader

HEADING = re.compile(r"^## +(\S+)\s*$")


class ContentError(Exception):
    """A content file that cannot be used; its text is `path:line: what is wrong`."""

    def __init__(self, path, line, message):
        super().__init__(f"{path}:{line}: {message}")


@dataclass(frozen=True)
class Relation:
    """A fact that is not a plain column: how to read it from an object as a plain value, and how to put it there."""

    read: Callable
    write: Callable
    is_ordered: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of content: `root/<slug>/<lang>.md` ↔ a row of `model` with a `slug`.

    Its words are the translated columns of the model but those of `not_in_files`, `facts` columns that are the same in
    every language, `relations` facts with a way of their own. `body` names the column for the text below the front
    matter; with `section_kinds` that text is instead cut at `## kind` into rows of the model's `sections`.
    """

    root: Path
    model: type
    facts: tuple[str, ...] = ()
    relations: dict[str, Relation] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    body: str = ""
    section_kinds: tuple[str, ...] = ()
    not_in_files: tuple[str, ...] = ()

    @property
    def words(self):
        return tuple(name for name in self.model.translated_fields() if name not in self.not_in_files)

    def models_named(self):
        """Models whose rows the facts and relations of this kind name, and which must be there before."""
        columns = [self.model._meta.get_field(name) for name in (*self.facts, *self.relations)]
        return {column.related_model for column in columns if column.is_relation}


@dataclass
class ContentFile:
    """One file: its front matter, and its texts by name (`title`, `body`, or a section's kind)."""

    path: Path
    language: str
    head: dict
    texts: dict[str, str]
    lines: dict[str, int]

    def line_of(self, name, needle=""):
        """The line in which `needle` stands in the text `name`, or where that text begins."""
        start = self.texts.get(name, "").find(needle)
        return self.lines.get(name, 1) + self.texts.get(name, "").count("\n", 0, max(start, 0))


@dataclass
class ContentEntry:
    """All files of one thing."""

    kind: Kind
    slug: str
    files: dict[str, ContentFile]

    @property
    def source(self):
        return self.files[languages.SOURCE]


def read_entries(kind):
    """Every ContentEntry of `kind`, by slug; raises ContentError for the first file that is broken."""
    entries = []
    for folder in sorted(path for path in kind.root.glob("*") if path.is_dir()):
        files = {}
        for path in sorted(folder.glob("*.md")):
            if path.stem not in languages.CODES:
                raise ContentError(path, 1, f"“{path.stem}” is not a language of the portal")
            files[path.stem] = read_file(path, kind)
        if languages.SOURCE not in files:
            raise ContentError(folder, 1, "there is no pl.md")
        entries.append(ContentEntry(kind, folder.name, files))
    return entries


def read_file(path, kind):
    """One ContentFile; raises ContentError with the line when front matter, names or sections are wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ContentError(path, 1, "this is not UTF-8 text") from error
    if not lines or lines[0].strip() != "---":
        raise ContentError(path, 1, "the file must begin with ---")
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.strip() == "---"), None)
    if end is None:
        raise ContentError(path, len(lines), "the front matter is not closed with ---")
    head = _front_matter(path, lines[1:end])
    language = path.stem
    allowed = set(kind.words) | {"made_from", "confirmed_by", "confirmed_on"}
    if language == languages.SOURCE:
        allowed = set(kind.words) | set(kind.facts) | set(kind.relations)
    for name in head:
        if name not in allowed:
            raise ContentError(path, _line_of_key(lines, name), f"“{name}” does not belong here")
    content = ContentFile(path, language, head, {}, {})
    for name in head:
        content.lines[name] = _line_of_key(lines, name)
    for name in kind.words:
        if name != kind.body and head.get(name):
            content.texts[name] = without_html(str(head[name]).strip())
    _read_body(content, kind, lines, end + 1)
    if language == languages.SOURCE:
        for name in kind.required:
            if not content.texts.get(name) and head.get(name) in (None, ""):
                raise ContentError(path, 1, f"“{name}” is missing")
    return content


def _front_matter(path, lines):
    try:
        head = yaml.load("\n".join(lines), Loader=SafeLoader) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError(
            path, mark.line + 2 if mark else 1, f"front matter: {getattr(error, 'problem', error)}"
        ) from error
    if not isinstance(head, dict):
        raise ContentError(path, 2, "the front matter must be names with values")
    return head


def _line_of_key(lines, name):
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(f"{name}:")), 1)


def _read_body(content, kind, lines, start):
    if not kind.section_kinds:
        _keep(content, kind.body, lines, start, len(lines))
        if content.texts.get("") is not None:
            raise ContentError(content.path, start + 1, "this kind of content has no text below the front matter")
        return
    starts = [
        (number, match[1]) for number, line in enumerate(lines) if number >= start and (match := HEADING.match(line))
    ]
    _keep(content, "", lines, start, starts[0][0] if starts else len(lines))
    if "" in content.texts:
        raise ContentError(content.path, content.lines[""], "this text stands before the first section")
    for (number, name), following in zip(starts, [*starts[1:], (len(lines), "")], strict=True):
        if name not in kind.section_kinds:
            raise ContentError(content.path, number + 1, f"“{name}” is not a kind of section")
        if name in content.texts:
            raise ContentError(content.path, number + 1, f"the section “{name}” stands here twice")
        _keep(content, name, lines, number + 1, following[0])
        if name not in content.texts:
            raise ContentError(content.path, number + 1, f"the section “{name}” is empty")


def _keep(content, name, lines, start, end):
    while start < end and not lines[start].strip():
        start += 1
    if text := "\n".join(lines[start:end]).strip():
        content.texts[name] = without_html(text)
        content.lines[name] = start + 1


def digest(kinds):
    """A name for the state of all files of `kinds`: equal only when no byte differs."""
    state = hashlib.sha256()
    for kind in kinds:
        for path in sorted(kind.root.rglob("*.md")):
            state.update(f"{path.relative_to(kind.root)}\0".encode() + path.read_bytes() + b"\0")
    return state.hexdigest()
