"""Every text of the content files that pages show as Markdown, and those that staff write in a plain box."""

from functools import cache

from cic_portal.loading.content_files import read_entries
from cic_portal.loading.kinds import content_kinds


def content_files():
    for kind in content_kinds():
        for entry in read_entries(kind):
            for code, file in entry.files.items():
                yield kind, f"{kind.root.name}/{entry.slug}/{code}", file


@cache
def rich_texts():
    """Pairs (where it stands, text)."""
    return tuple(_rich_texts())


def _rich_texts():
    for kind, where, file in content_files():
        names = {*kind.model.rich_fields(), *kind.section_kinds}
        yield from ((f"{where} {name}", text) for name, text in file.texts.items() if name in names)
