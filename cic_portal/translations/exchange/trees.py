"""Small things both formats need of XML trees."""

from xml.etree.ElementTree import Element, SubElement, tostring

from cic_portal.translations.exchange.files import writable


def add(parent, tag, attributes=None, text=""):
    """A new child of `parent`; attributes without a value are left out."""
    named = {name: writable(str(value)) for name, value in (attributes or {}).items() if value not in (None, "")}
    child = SubElement(parent, tag, named)
    child.text = writable(text) or None
    return child


def append_words(parent, words):
    """More text at the end of what is already in `parent`."""
    words = writable(words)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def root(tag, attributes):
    return add(Element("none"), tag, attributes)


def as_bytes(tree, *, whole):
    """The file. Elements in `whole` hold texts whose every blank counts, so nothing in them is moved to a new line."""
    _break_lines(tree, whole, "\n")
    return tostring(tree, encoding="utf-8", xml_declaration=True) + b"\n"


def _break_lines(element, whole, line):
    if element.tag in whole or not len(element):
        return
    element.text = f"{line}  "
    for child in element:
        _break_lines(child, whole, f"{line}  ")
        child.tail = f"{line}  "
    element[-1].tail = line


def local_name(element):
    """`source` for `{urn:…}source`; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element, name):
    """Children of that name in the namespace of `element` itself."""
    space = element.tag.rpartition("}")[0]
    return [child for child in element if child.tag == (f"{space}}}{name}" if space else name)]


def descendants(element, name):
    space = element.tag.rpartition("}")[0]
    return element.iter(f"{space}}}{name}" if space else name)


def only(element, name):
    """The first child of that name, or None."""
    return next(iter(children(element, name)), None)
