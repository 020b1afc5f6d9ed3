"""The marks of a text: what in it is no plain word, and where it stands in the text as it was written."""

from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from cic_portal.markup.parser import inline_blocks, parse, parse_words

AROUND_WORDS = ("link", "strong", "em")


@dataclass(frozen=True)
class Mark:
    """What stands at `start`:`end` of a text: `kind` is "term", "amount", "link", "strong" or "em".

    `words` is the (start, end) of the words that it shows; None for an amount, and for a term without words of its own.
    `inside` are the Marks in these words. `name` is the Polish name of a term, the slug of an amount, or the URL of a link
    as it was written.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    words: tuple[int, int] | None = None
    inside: tuple = ()

    @property
    def placeholder(self):
        """A term or an amount without its own words: `[[karta pobytu]]`, `{{fee}}`."""
        return f"[[{self.name}]]" if self.kind == "term" else f"{{{{{self.name}}}}}"


def marks_of(text, *, with_unsafe_links=False):
    """The Marks of `text` that are in no other Mark, in order; unsafe links are those that `parse` knows."""
    blocks = inline_blocks(parse(text, with_unsafe_links=with_unsafe_links))
    return tuple(mark for block in blocks for mark in _marks(SyntaxTreeNode(block.children)))


def every_mark(text, **options):
    """All Marks of `text`, those inside others too, in the order of their starts."""
    return list(_with_those_inside(marks_of(text, **options)))


def marks_inside(mark):
    """All Marks in the words of `mark`."""
    return list(_with_those_inside(mark.inside))


def marks_of_words(words):
    """The Marks of terms and amounts in `words`, where nothing else is markup."""
    return list(_marks(SyntaxTreeNode(parse_words(words))))


def _marks(node):
    for child in node.children:
        if child.type == "term":
            name, words = child.meta["groups"]
            start, end = child.meta["span"]
            words_end = end - len("]]")
            yield Mark("term", start, end, name.strip(), (words_end - len(words), words_end) if words else None)
        elif child.type == "amount":
            yield Mark("amount", *child.meta["span"], child.meta["groups"][0])
        elif child.type in AROUND_WORDS:
            (start, words_start), (words_end, end) = (token.meta["span"] for token in child.nester_tokens)
            url = child.attrs.get("href", "")
            yield Mark(child.type, start, end, url, (words_start, words_end), tuple(_marks(child)))


def _with_those_inside(marks):
    for mark in marks:
        yield mark
        yield from _with_those_inside(mark.inside)
