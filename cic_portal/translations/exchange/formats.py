"""The formats by name, and a file of either as what it says."""

from cic_portal.languages import staff_text as _s
from cic_portal.translations.exchange import xliff12, xliff20
from cic_portal.translations.exchange.files import FileRefused
from cic_portal.translations.exchange.parsing import parse

FORMATS = {"1.2": xliff12, "2.0": xliff20}
MOST_TEXTS = 50_000


def write(file, version):
    """`file` (an ExchangeFile) as bytes of XLIFF `version`."""
    return FORMATS[version].write(file)


def read(content):
    """The ExchangeFile that `content` (bytes) holds in either version; raises FileRefused."""
    tree = parse(content)
    for module in FORMATS.values():
        if tree.tag == f"{{{module.NAMESPACE}}}xliff":
            return _checked(module.read(tree))
    raise FileRefused(_s("This is XML, but not XLIFF 1.2 or 2.0. Save it in the format in which it was exported."))


def _checked(file):
    ids = [text.id for text in file.texts()]
    if not ids:
        raise FileRefused(_s("There is no text in the file."))
    if len(ids) > MOST_TEXTS:
        raise FileRefused(_s("There are more texts in the file than the portal has."))
    if len(set(ids)) < len(ids):
        raise FileRefused(_s("The same text is in the file twice, so nobody can say which of the two counts."))
    return file
