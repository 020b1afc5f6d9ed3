"""What a reader of PDF, human or machine, finds in one."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from cic_portal.typesetting.compiler import installed_fonts

# With the fonts that .ci/run installs nothing is skipped.
needs_all_scripts = pytest.mark.skipif(
    not {"Noto Sans Georgian", "Noto Sans Arabic"} <= set(installed_fonts().families()),
    reason="apt install fonts-noto-core",
)


def facts(pdf):
    """What PDF/UA-1 wants a document to say about itself (AX-20), and how many pages it has."""
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    return {
        "conforms": "pdfuaid:part>1<" in root["/Metadata"].get_data().decode(),
        "marked": bool(root["/MarkInfo"]["/Marked"]),
        "language": root["/Lang"],
        "displays_title": bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
        "title": reader.metadata.title,
        "pages": len(reader.pages),
    }


def words(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def figures(pdf):
    """The alternative texts of all pictures, in reading order; None where one has none."""
    return [node.get("/Alt") for node in _nodes(pdf) if node.get("/S") == "/Figure"]


def spoken_languages(pdf):
    """Every language that some part of the document is marked with."""
    return {str(node["/Lang"]) for node in _nodes(pdf) if "/Lang" in node}


def _nodes(pdf):
    waiting = [PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop(0).get_object()
        if isinstance(node, list):
            waiting = [*node, *waiting]
        elif hasattr(node, "get"):
            yield node
            waiting = [node["/K"], *waiting] if "/K" in node else waiting
