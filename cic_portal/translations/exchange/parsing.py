"""XML from outside: no document type, no entities, no bombs (SEC-09)."""

from xml.etree.ElementTree import ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from cic_portal.languages import staff_text as _s
from cic_portal.translations.exchange.files import FileRefused

MOST_ELEMENTS = 400_000
DEEPEST = 40
PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf")
CHUNK = 64 * 1024  # bytes


class _LimitedBuilder(TreeBuilder):
    """Builds the tree and stops as soon as it gets too deep or too large for any honest file."""

    def __init__(self):
        super().__init__()
        self.depth = self.count = 0

    def start(self, tag, attributes):
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST or self.count > MOST_ELEMENTS:
            raise FileRefused(_s("This file has too many parts, one inside the other. It is not a file of ours."))
        return super().start(tag, attributes)

    def end(self, tag):
        self.depth -= 1
        return super().end(tag)


def parse(content):
    """The root element of `content` (bytes); raises FileRefused."""
    if not content.strip():
        raise FileRefused(_s("The file is empty."))
    if content.startswith(PACKED):
        raise FileRefused(_s("The file is packed. Unpack it and choose the .xlf file inside."))
    parser = XMLParser(target=_LimitedBuilder(), forbid_dtd=True)
    try:
        # In pieces, so that a bomb goes off in the first of them.
        for start in range(0, len(content), CHUNK):
            parser.feed(content[start : start + CHUNK])
        return parser.close()
    except DefusedXmlException as error:
        raise FileRefused(
            _s("The file has a document type or entities (<!DOCTYPE, <!ENTITY). XLIFF needs neither, so it is refused.")
        ) from error
    except (ParseError, LookupError, ValueError) as error:
        raise FileRefused(_s("The file cannot be read: it is not well-formed XML.")) from error
