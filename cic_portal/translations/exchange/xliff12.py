"""XLIFF 1.2 (OASIS, 1 February 2008)."""

import re

from cic_portal.markup.codes import pieces_of
from cic_portal.translations.exchange.files import ExchangedObject, ExchangedText, ExchangeFile, State, writable
from cic_portal.translations.exchange.notes import FILE_NOTE, TOOL_NAME, notes_of
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

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
STATES = {
    State.MISSING: "needs-translation",
    State.OUTDATED: "needs-review-translation",
    State.TRANSLATED: "translated",
    State.REVIEWED: "final",
}
READ_STATES = {
    "new": State.MISSING,
    "needs-translation": State.MISSING,
    "needs-l10n": State.MISSING,
    "needs-adaptation": State.OUTDATED,
    "needs-review-translation": State.OUTDATED,
    "needs-review-adaptation": State.OUTDATED,
    "needs-review-l10n": State.OUTDATED,
    "translated": State.TRANSLATED,
    "final": State.REVIEWED,
    "signed-off": State.REVIEWED,
}
# `extradata` is the standard's attribute for the sender's own data, which tools hand back untouched.
EXTRADATA = re.compile(r"made-from=([0-9a-f]*) replaces=([0-9a-f]*)")


def write(file):
    tree = root("xliff", {"xmlns": NAMESPACE, "version": "1.2"})
    for thing in file.objects:
        _write_object(tree, file, thing)
    return as_bytes(tree, whole={"source", "target", "note"})


def _write_object(tree, file, thing):
    languages = {"source-language": file.source_code, "target-language": file.target_code}
    element = add(tree, "file", {"original": thing.origin, **languages, "datatype": "plaintext", "tool-id": "portal"})
    header = add(element, "header")
    add(header, "tool", {"tool-id": "portal", "tool-name": TOOL_NAME})
    add(header, "note", text=f"{thing.name} {thing.page}".strip())
    add(header, "note", text=FILE_NOTE)
    body = add(element, "body")
    for text in thing.texts:
        _write_text(body, file, text)


def _write_text(body, file, text):
    limit = {"maxwidth": text.max_length, "size-unit": "char"} if text.max_length else {}
    extra = {"extradata": f"made-from={text.made_from} replaces={text.replaces}"}
    unit = add(body, "trans-unit", {"id": text.id, "xml:space": "preserve", **limit, **extra})
    source = pieces_of(writable(text.source))
    _write_pieces(add(unit, "source", {"xml:lang": file.source_code}), source)
    target = add(unit, "target", {"xml:lang": file.target_code, "state": STATES[text.state]})
    _write_pieces(target, pieces_of(writable(text.target), source=source))
    for note in notes_of(text):
        add(unit, "note", {"annotates": "general"}, note)


def _write_pieces(element, pieces):
    for piece in pieces:
        if isinstance(piece, str):
            append_words(element, piece)
        elif piece.pieces is None:
            add(element, "ph", {"id": piece.number}, piece.opening)
        else:
            add(element, "bpt", {"id": piece.number}, piece.opening)
            _write_pieces(element, piece.pieces)
            add(element, "ept", {"id": piece.number}, piece.closing)


def read(tree):
    """The ExchangeFile in a parsed document; what is missing in it is "" there."""
    files = children(tree, "file")
    codes = [{element.get(f"{which}-language", "") for element in files} for which in ("source", "target")]
    source_code, target_code = (", ".join(sorted(found)) for found in codes)
    return ExchangeFile(source_code, target_code, tuple(_read_object(element) for element in files))


def _read_object(element):
    texts = tuple(_read_text(unit) for unit in descendants(element, "trans-unit"))
    return ExchangedObject(id="", name="", origin=element.get("original", ""), page="", texts=texts)


def _read_text(unit):
    source, target = only(unit, "source"), only(unit, "target")
    known = _codes_in(source)
    extra = EXTRADATA.fullmatch(unit.get("extradata", ""))
    made_from, replaces = extra.groups() if extra else ("", "")
    return ExchangedText(
        id=unit.get("id", ""),
        source=_read_pieces(source, known),
        target=_read_pieces(target, known),
        state=_state(unit, target),
        made_from=made_from,
        replaces=replaces,
    )


def _state(unit, target):
    """The state of the target; where a tool writes none, what it says of the whole unit."""
    unsaid = State.REVIEWED if unit.get("approved") == "yes" else State.TRANSLATED
    return unsaid if target is None else READ_STATES.get(target.get("state"), unsaid)


def _codes_in(source):
    """What each sign of the source stands for, by its element and number."""
    elements = () if source is None else source.iter()
    return {_key(element): element.text or "" for element in elements if _key(element)}


# Some tools write the empty elements where we wrote those with content.
SAME = {"x": "ph", "it": "ph", "bx": "bpt", "ex": "ept"}
CODES = {"ph", "bpt", "ept"}


def _key(element):
    name = SAME.get(local_name(element), local_name(element))
    number = element.get("rid") or element.get("id") if name in ("bpt", "ept") else element.get("id")
    return (name, number) if name in CODES else None


def _read_pieces(element, known):
    """The text of a source or target. A sign stands for what it stands for in the source, whatever a tool wrote in it."""
    if element is None:
        return ""
    found = [element.text or ""]
    for child in element:
        key = _key(child)
        if key:
            found.append(known.get(key, child.text or ""))
        elif pair := _pair(child, known):
            found += [pair[0], _read_pieces(child, known), pair[1]]
        elif local_name(child):
            found.append(_read_pieces(child, known))
        found.append(child.tail or "")
    return "".join(found)


def _pair(element, known):
    """(opening, closing) where a tool made one element `g` of our pair."""
    keys = [(name, element.get("id")) for name in ("bpt", "ept")]
    return [known[key] for key in keys] if local_name(element) == "g" and all(key in known for key in keys) else None
