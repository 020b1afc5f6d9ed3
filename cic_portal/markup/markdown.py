"""Content markup to HTML: the few signs that docs/content-files.md lists, nothing else.

Raw HTML is never passed through. What must not be torn apart in right-to-left text (phones, hours, sums such as 800+)
is isolated here, so no author has to think of it.
"""

import re
from functools import lru_cache
from html import unescape

import nh3
from django.utils.html import escape
from markdown_it import MarkdownIt

from cic_portal import languages

TERM = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
AMOUNT = re.compile(r"\{\{\s*([a-z0-9-]+)\s*\}\}")
HEADING_ID = re.compile(r"\s*\{#([a-z][a-z0-9-]*)\}\s*$")
# Times and spans of them, phone numbers, sums such as 800+, acts and e-mail addresses: left to right in every language.
LEFT_TO_RIGHT = re.compile(
    r"\d{1,2}:\d{2}(?:\s?[–-]\s?\d{1,2}:\d{2})?"
    r"|\+?\d[\d \u00a0-]{4,}\d"
    r"|\b\d+\+"
    r"|\b\d+[–/]\d+\b"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+\w"
)
WHOLE_ADDRESS = re.compile(r"https?://\S+")
BARE_ADDRESS = re.compile(r"https?://[^\s<>\"|]+")
LINK_TARGET = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")


def without_html(text):
    """`text` without any HTML tag: content is Markdown, and a tag in it was pasted, or meant harm."""
    return unescape(nh3.clean(text, tags=set())) if "<" in text else text


def isolate(text):
    """`text` escaped, with its left-to-right islands in `<bdi dir="ltr">`."""
    pieces, end = [], 0
    for match in LEFT_TO_RIGHT.finditer(text):
        pieces += [escape(text[end : match.start()]), f'<bdi dir="ltr">{escape(match[0])}</bdi>']
        end = match.end()
    return "".join([*pieces, escape(text[end:])])


def _inline_rule(pattern, kind):
    def rule(state, silent):
        match = pattern.match(state.src, state.pos)
        if not match:
            return False
        if not silent:
            token = state.push(kind, "", 0)
            token.content, token.meta = match[0], {"groups": match.groups()}
        state.pos = match.end()
        return True

    return rule


def _heading_ids(state):
    for heading, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if heading.type == "heading_open" and (match := HEADING_ID.search(inline.content)):
            heading.attrSet("id", match[1])
            inline.content = inline.content[: match.start()]


def _link_open(renderer, tokens, index, options, env):
    token = tokens[index]
    href = token.attrGet("href")
    if href.startswith("/") and not languages.from_path(href):
        token.attrSet("href", f"/{env['language'].code}{href}")
    elif href.startswith(("tel:", "mailto:")):
        token.attrSet("dir", "ltr")
        token.attrSet("translate", "no")
    elif href.startswith("https:"):
        token.attrSet("rel", "external noreferrer")
    return renderer.renderToken(tokens, index, options, env)


def _polish_open(renderer, tokens, index, options, env):
    return f'<span lang="{languages.SOURCE}" dir="ltr" translate="no">'


def content_parser(render_rules):
    """A MarkdownIt that knows the signs of content, and nothing else; `render_rules` say by token how each is shown."""
    parser = MarkdownIt("zero", {"html": False}).enable(
        ["heading", "list", "emphasis", "link", "newline", "escape", "entity", "normalize", "inline"]
    )
    parser.inline.ruler.before("link", "term", _inline_rule(TERM, "term"))
    parser.inline.ruler.before("link", "amount", _inline_rule(AMOUNT, "amount"))
    for name, rule in render_rules.items():
        parser.add_render_rule(name, rule)
    return parser


@lru_cache(maxsize=1)
def _parser():
    parser = content_parser(
        {
            "text": lambda renderer, tokens, index, options, env: isolate(tokens[index].content),
            "link_open": _link_open,
            "em_open": _polish_open,
            "em_close": lambda *args: "</span>",
            "term": lambda renderer, tokens, index, options, env: env["term"](*tokens[index].meta["groups"]),
            "amount": lambda renderer, tokens, index, options, env: env["amount"](*tokens[index].meta["groups"]),
        }
    )
    parser.core.ruler.before("inline", "heading_ids", _heading_ids)
    return parser


def render_markdown(text, language, *, term, amount):
    """HTML of `text`, written in `language` (a Language).

    `term(name, words)` and `amount(slug)` return the HTML of what `[[name|words]]` and `{{slug}}` stand for.
    """
    return _parser().render(text, {"language": language, "term": term, "amount": amount})


def terms_in(text):
    """Polish names of the terms that `text` mentions, in order, each once."""
    return list(dict.fromkeys(match[1].strip() for match in TERM.finditer(text)))


def addresses_in(text):
    """Web addresses that `text` leads to, in order: those of its links and those that stand bare."""
    if WHOLE_ADDRESS.fullmatch(text.strip()):
        return [text.strip()]
    tokens = (token for block in _parser().parse(text, {}) for token in block.children or ())
    linked = [href for token in tokens if (href := token.attrGet("href") or "").startswith(("http:", "https:"))]
    bare = [match[0].rstrip("`.,;:!?)»”’\"'") for match in BARE_ADDRESS.finditer(LINK_TARGET.sub(" ", text))]
    return list(dict.fromkeys([*linked, *bare]))


def amounts_in(text):
    """Slugs of the amounts that `text` mentions, in order, each once."""
    return list(dict.fromkeys(match[1] for match in AMOUNT.finditer(text)))
