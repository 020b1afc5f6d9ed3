"""The grammar of content: the parser with our rules for terms and amounts, and where in a text it found what.

Whatever reads a text reads the tokens that are made here, or the marks that `marks` makes of them.
"""

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate, pairwise
from types import MethodType

from markdown_it import MarkdownIt
from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core.normalize import NEWLINES_RE
from markdown_it.rules_inline import emphasis, link

RULES = ("heading", "list", "emphasis", "link", "newline", "escape", "entity", "normalize", "inline")
TERM = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
AMOUNT = re.compile(r"\{\{\s*([a-z0-9-]+)\s*\}\}")
HEADING_ID = re.compile(r"\s*\{#([a-z][a-z0-9-]*)\}\s*$")


def parse(text, *, with_unsafe_links=False):
    """The tokens of `text`, which callers share and never change.

    The tokens of terms, amounts, links and emphasis say in `meta["span"]` which (start, end) of `text` they are. An inline
    block says in `meta["lines"]` which (start, end) its lines are, and in `meta["id"]` the anchor of its heading, as (name,
    as written). A link to `javascript:` and the like is no link on a page, and here only `with_unsafe_links`.
    """
    return _parsed(text, with_unsafe_links)


def inline_blocks(tokens):
    """The words of each paragraph, heading and item; their `children` are the inline tokens."""
    return [token for token in tokens if token.type == "inline"]


def parse_words(words):
    """The inline tokens of `words` in which terms and amounts are the only markup; places are those in `words`."""
    return _parser_of_mentions().parseInline(words)[0].children


def html_writer(rules):
    """A renderer whose `rules` say, by type of token, what is not written as usual."""
    writer = RendererHTML()
    writer.rules |= {name: MethodType(rule, writer) for name, rule in rules.items()}
    return writer


def written(text, writer, env=None):
    """HTML of `text` by a renderer that `html_writer` made; its rules get `env`."""
    return writer.render(parse(text), _parser().options, env or {})


@lru_cache(maxsize=256)  # one page asks several times for each of its texts
def _parsed(text, with_unsafe_links):
    tokens = _parser(with_unsafe_links=with_unsafe_links).parse(text)
    bounds = _bounds(text)
    for opening, block in pairwise(tokens):
        if block.type == "inline":
            _note_places(opening, block, text, bounds)
    return tuple(tokens)


@lru_cache(maxsize=2)
def _parser(*, with_unsafe_links=False):
    parser = MarkdownIt("zero", {"html": False}).enable(RULES)
    parser.normalizeLink = str  # an address stays as it was written, letters of all scripts too
    if with_unsafe_links:
        parser.validateLink = lambda address: True
    parser.core.ruler.before("inline", "heading_ids", _heading_ids)
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler2.after("emphasis", "strong_spans", _strong_spans)
    return _with_mentions(parser)


@lru_cache(maxsize=1)
def _parser_of_mentions():
    return _with_mentions(MarkdownIt("zero").disable("normalize"))


def _with_mentions(parser):
    parser.inline.ruler.before("link", "term", _term)
    parser.inline.ruler.before("link", "amount", _amount)
    return parser


# Rules of the parser, called at each place of a text; while `silent` they only skip what they find.


def _term(state, silent):
    # Silent while the end of a link is looked for: there a term would count as a link inside the link, which ends it.
    return not silent and _mention(state, silent, TERM, "term")


def _amount(state, silent):
    return _mention(state, silent, AMOUNT, "amount")


def _mention(state, silent, pattern, kind):
    match = pattern.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push(kind, "", 0)
        token.content = match[0]
        token.meta = {"groups": match.groups(), "span": match.span(), "is_linked": state.linkLevel > 0}
    state.pos = match.end()
    return True


def _link(state, silent):
    start, known = state.pos, len(state.tokens)
    if not link(state, silent):
        return False
    if not silent:
        words_end = state.md.helpers.parseLinkLabel(state, start, True)
        opening = next(token for token in state.tokens[known:] if token.type == "link_open")
        opening.meta["span"] = (start, start + 1)
        state.tokens[-1].meta["span"] = (words_end, state.pos)
    return True


def _emphasis(state, silent):
    start = state.pos
    if not emphasis.tokenize(state, silent):
        return False
    for place, token in enumerate(state.tokens[start - state.pos :], start=start):
        token.meta["span"] = (place, place + 1)
    return True


def _strong_spans(state):
    """Two asterisks make one token, which was that of the inner one."""
    for token in state.tokens:
        if token.type in ("strong_open", "strong_close"):
            start, end = token.meta["span"]
            token.meta["span"] = (start - 1, end) if token.type == "strong_open" else (start, end + 1)


def _heading_ids(state):
    for heading, block in pairwise(state.tokens):
        if heading.type == "heading_open" and (match := HEADING_ID.search(block.content)):
            block.meta["id"] = (match[1], match[0])
            block.content = block.content[: match.start()]


# Places. The words of a block begin behind markers of lists and headings, and the parser counts from there.


def _note_places(opening, block, text, bounds):
    if opening.type == "heading_open":
        lines = _place_of_heading(opening, block, text, bounds)
    else:
        lines = _places_of_lines(block, text, bounds) if block.content else ()
    block.meta["lines"] = lines
    ends = list(accumulate((len(line) + 1 for line in block.content.split("\n")), initial=-1))[1:]
    for token in block.children:
        if token.type == "text":
            token.meta.pop("span", None)  # of an asterisk that is only that
        elif span := token.meta.get("span"):
            token.meta["span"] = tuple(_in_text(place, ends, lines) for place in span)


def _in_text(place, ends, lines):
    number = bisect_left(ends, place)
    start, end = lines[number]
    return max(start, end - ends[number] + place)


def _place_of_heading(heading, block, text, bounds):
    start, end = bounds[block.map[0]]
    after_marker = text.index(heading.markup, start) + len(heading.markup)
    start = end - len(text[after_marker:end].lstrip(MD_TRIM_CHARS))
    return ((start, start + len(block.content)),)


def _places_of_lines(block, text, bounds):
    """Each line of `block` ends where that of `text` does, the last one before blanks."""
    number = block.map[1] - 1
    while not (last := text[slice(*bounds[number])].rstrip(MD_TRIM_CHARS)):
        number -= 1
    end, places = bounds[number][0] + len(last), []
    for line in reversed(block.content.split("\n")):
        # Of a tab that reaches into the words the parser makes blanks, which are not in the text.
        places.append((max(bounds[number][0], end - len(line)), end))
        number -= 1
        end = bounds[number][1]
    return tuple(reversed(places))


def _bounds(text):
    """(start, end) of each line of `text`."""
    ends = [match.span() for match in NEWLINES_RE.finditer(text)]
    return list(zip([0, *(after for _end, after in ends)], [*(end for end, _after in ends), len(text)], strict=True))
