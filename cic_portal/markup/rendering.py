"""Content markup to HTML: the few signs that docs/content-files.md lists, nothing else.

Raw HTML is never passed through. What must not be torn apart in right-to-left text (phones, hours, sums such as 800+)
is isolated here, so no author has to think of it.
"""

from html import unescape

import nh3
from django.utils.html import escape
from markdown_it.common.normalize_url import normalizeLink

from cic_portal import languages
from cic_portal.markup.islands import LEFT_TO_RIGHT
from cic_portal.markup.parser import html_writer, written


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


def _heading_open(renderer, tokens, index, options, env):
    name, _as_written = tokens[index + 1].meta.get("id", ("", ""))
    opening = renderer.renderToken(tokens, index, options, env)
    return f'{opening.removesuffix(">")} id="{name}">' if name else opening


def _link_open(renderer, tokens, index, options, env):
    href, more = normalizeLink(tokens[index].attrGet("href")), {}
    if href.startswith("/") and not languages.from_path(href):
        href = f"/{env['language'].code}{href}"
    elif href.startswith(("tel:", "mailto:")):
        more = {"dir": "ltr", "translate": "no"}
    elif href.startswith("https:"):
        more = {"rel": "external noreferrer"}
    token = tokens[index].copy(attrs=tokens[index].attrs | {"href": href} | more)
    return renderer.renderToken([token], 0, options, env)


def _polish_open(*args):
    return f'<span lang="{languages.SOURCE}" dir="ltr" translate="no">'


def _term(renderer, tokens, index, options, env):
    token = tokens[index]
    name, words = token.meta["groups"]
    if not token.meta["is_linked"]:
        return env["term"](name, words)
    # No link within a link: of this term the page shows the words alone.
    return escape(words) if words else f"{_polish_open()}{escape(name.strip())}</span>"


WRITER = html_writer(
    {
        "text": lambda renderer, tokens, index, options, env: isolate(tokens[index].content),
        "heading_open": _heading_open,
        "link_open": _link_open,
        "em_open": _polish_open,
        "em_close": lambda *args: "</span>",
        "term": _term,
        "amount": lambda renderer, tokens, index, options, env: env["amount"](*tokens[index].meta["groups"]),
    }
)


def render_markdown(text, language, *, term, amount):
    """HTML of `text`, written in `language` (a Language).

    `term(name, words)` and `amount(slug)` return the HTML of what `[[name|words]]` and `{{slug}}` stand for.
    """
    return written(text, WRITER, {"language": language, "term": term, "amount": amount})
