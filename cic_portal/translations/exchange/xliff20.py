"""XLIFF 2.0 (OASIS, 5 August 2014) with its modules for metadata and for size restriction."""

from cic_portal.markup.codes import every_code, pieces_of
from cic_portal.translations.exchange.files import ExchangedObject, ExchangedText, ExchangeFile, State, writable
from cic_portal.translations.exchange.notes import FILE_NOTE, notes_of
from cic_portal.translations.exchange.trees import (
    add,
    append_words,
    as_bytes,
    children,
    descendants,
    local_name,
    only,
    root,
)

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
SIZE = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
CATEGORY = "portal"
OUTDATED = "portal:outdated"
STATES = {
    State.MISSING: {"state": "initial"},
    State.OUTDATED: {"state": "initial", "subState": OUTDATED},
    State.TRANSLATED: {"state": "translated"},
    State.REVIEWED: {"state": "final"},
}
# The standard's order of work: a text in several segments is as far as the one that is furthest behind.
READ_STATES = {
    "initial": State.MISSING,
    "translated": State.TRANSLATED,
    "reviewed": State.REVIEWED,
    "final": State.REVIEWED,
}


def write(file):
    languages = {"srcLang": file.source_code, "trgLang": file.target_code}
    spaces = {"xmlns": NAMESPACE, "xmlns:mda": METADATA, "xmlns:slr": SIZE}
    tree = root("xliff", {**spaces, "version": "2.0", **languages})
    for thing in file.objects:
        _write_object(tree, thing)
    return as_bytes(tree, whole={"source", "target", "note", "data", "mda:meta"})


def _write_object(tree, thing):
    element = add(tree, "file", {"id": thing.id, "original": thing.origin, "canResegment": "no"})
    add(element, "slr:profiles", {"generalProfile": "xliff:codepoints"})
    _write_notes(element, [f"{thing.name} {thing.page}".strip(), FILE_NOTE])
    for text in thing.texts:
        _write_text(element, text)


def _write_notes(parent, notes):
    if notes:
        element = add(parent, "notes")
        for note in notes:
            add(element, "note", text=note)


def _write_text(parent, text):
    unit = add(
        parent,
        "unit",
        {"id": text.id, "canResegment": "no", "xml:space": "preserve", "slr:sizeRestriction": text.max_length},
    )
    group = add(add(unit, "mda:metadata"), "mda:metaGroup", {"category": CATEGORY})
    add(group, "mda:meta", {"type": "made-from"}, text.made_from)
    add(group, "mda:meta", {"type": "replaces"}, text.replaces)
    _write_notes(unit, notes_of(text))
    source = pieces_of(writable(text.source))
    target = pieces_of(writable(text.target), source=source)
    _write_data(unit, [*every_code(source), *every_code(target)])
    segment = add(unit, "segment", STATES[text.state])
    _write_pieces(add(segment, "source"), source)
    if target:
        _write_pieces(add(segment, "target"), target)


def _write_data(unit, codes):
    """What the signs stand for, once for each number and end."""
    data = {_end(code.number): code.opening for code in codes}
    data |= {_end(code.number, closes=True): code.closing for code in codes if code.closing}
    if data:
        element = add(unit, "originalData")
        for name, text in data.items():
            add(element, "data", {"id": name, "xml:space": "preserve"}, text)


def _end(number, *, closes=False):
    return f"d{number}{'e' if closes else ''}"


def _write_pieces(element, pieces):
    for piece in pieces:
        if isinstance(piece, str):
            append_words(element, piece)
        elif piece.pieces is None:
            shown = {"equiv": piece.opening, "disp": piece.opening}
            add(element, "ph", {"id": piece.number, "dataRef": _end(piece.number), **shown})
        else:
            ends = {"dataRefStart": _end(piece.number), "dataRefEnd": _end(piece.number, closes=True)}
            _write_pieces(add(element, "pc", {"id": piece.number, **ends}), piece.pieces)


def read(tree):
    """The ExchangeFile in a parsed document; what is missing in it is "" there."""
    objects = tuple(_read_object(element) for element in children(tree, "file"))
    return ExchangeFile(tree.get("srcLang", ""), tree.get("trgLang", ""), objects)


def _read_object(element):
    texts = tuple(_read_text(unit) for unit in descendants(element, "unit"))
    return ExchangedObject(id="", name="", origin=element.get("original", ""), page="", texts=texts)


def _read_text(unit):
    data = {item.get("id"): _characters(item) for box in children(unit, "originalData") for item in box}
    signs = _Signs(unit, data)
    parts = [part for part in unit if local_name(part) in ("segment", "ignorable")]
    sources = [only(part, "source") for part in parts]
    facts = {item.get("type"): item.text or "" for item in unit.iter(f"{{{METADATA}}}meta")}
    return ExchangedText(
        id=unit.get("id", ""),
        source="".join(signs.read(source) for source in sources),
        target=_target(parts, signs),
        state=_state(parts),
        made_from=facts.get("made-from", ""),
        replaces=facts.get("replaces", ""),
    )


def _target(parts, signs):
    """The whole translation; "" when a segment has none. What needs no translation stands in the source alone."""
    targets = []
    for part in parts:
        target = only(part, "target")
        if target is None and local_name(part) == "segment":
            return ""
        targets.append(signs.read(only(part, "source") if target is None else target))
    return "".join(targets)


def _state(parts):
    segments = [part for part in parts if local_name(part) == "segment"]
    states = [READ_STATES.get(part.get("state", "initial"), State.MISSING) for part in segments]
    if State.MISSING in states or not states:
        return State.OUTDATED if any(part.get("subState") == OUTDATED for part in segments) else State.MISSING
    return State.TRANSLATED if State.TRANSLATED in states else State.REVIEWED


class _Signs:
    """What the inline elements of a unit stand for."""

    def __init__(self, unit, data):
        self.data = data
        self.source = {}  # by number: the data that a sign of the source refers to
        self.starts = {}  # by number: `sc` elements, whose end is elsewhere
        for source in descendants(unit, "source"):
            for element in source.iter():
                if local_name(element) in ("ph", "pc", "sc", "ec"):
                    number = element.get("id") or element.get("startRef")
                    self.source.setdefault(number, {}).update(self._references(element))

    def _references(self, element):
        name, own = local_name(element), element.get("dataRef")
        if name == "pc":
            found = {"opens": element.get("dataRefStart"), "closes": element.get("dataRefEnd")}
        else:
            found = {"closes" if name == "ec" else "opens": own}
        return {end: reference for end, reference in found.items() if reference in self.data}

    def text(self, element, end):
        """What a sign stands for: as in the source, or else as the translation says."""
        number = element.get("startRef") or element.get("id")
        reference = self.source.get(number, {}).get(end) or self._references(element).get(end)
        return self.data.get(reference, element.get("equiv", "") if end == "opens" else "")

    def read(self, element):
        if element is None:
            return ""
        found = [element.text or ""]
        for child in element:
            found += [*self._child(child), child.tail or ""]
        return "".join(found)

    def _child(self, child):
        name = local_name(child)
        if name == "pc":
            return [self.text(child, "opens"), self.read(child), self.text(child, "closes")]
        if name in ("ph", "sc", "ec"):
            return [self.text(child, "closes" if name == "ec" else "opens")]
        return [_character(child)] if name == "cp" else [self.read(child)] if name == "mrk" else []


def _characters(element):
    return (element.text or "") + "".join(_character(child) + (child.tail or "") for child in element)


def _character(element):
    """`<cp hex="0009"/>`; those that the portal does not keep are nothing."""
    try:
        return writable(chr(int(element.get("hex", ""), 16)))
    except (ValueError, OverflowError):
        return ""
