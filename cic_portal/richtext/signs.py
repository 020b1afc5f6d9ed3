"""What the editor may write: its parts, by their names in django-prose-editor, and the HTML that follows from them."""

from functools import lru_cache

import nh3
from django_prose_editor.config import allowlist_from_extensions

# All other parts, the library's own buttons too, are left out: the portal has no design for them.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Link": {
        "protocols": ["https", "http", "mailto", "tel"],
        "enableTarget": False,
        "autolink": False,
        "defaultProtocol": "https",
    },
    "Menu": False,
    "NoSpellCheck": False,
    "Gapcursor": False,
}
# Tokens of the content's parser that the editor shows and brings back.
TOKENS = frozenset(
    f"{name}_{end}"
    for name in ("paragraph", "heading", "bullet_list", "ordered_list", "list_item", "strong", "em", "link")
    for end in ("open", "close")
) | {"inline", "text", "term", "amount", "softbreak"}

# fmt: off
# What is pasted past the editor may have these. They become paragraphs, so that words do not run together.
FOREIGN_BLOCKS = frozenset({
    "address", "article", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "main", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
})
# What they hold is nothing to read.
UNREADABLE = frozenset({
    "head", "iframe", "noscript", "object", "script", "style", "svg", "template", "textarea", "title", "xml",
})
# fmt: on


@lru_cache(maxsize=1)
def _cleaner():
    allowed = allowlist_from_extensions(EXTENSIONS)
    allowed["tags"] = allowed["tags"] | FOREIGN_BLOCKS | {"b"}
    return nh3.Cleaner(**allowed, clean_content_tags=UNREADABLE)


def without_foreign_signs(html):
    """`html` with the tags, attributes and kinds of address that the editor itself can make, and blocks of others."""
    return _cleaner().clean(html)
