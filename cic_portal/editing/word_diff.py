"""Two texts as one, with the words that went and the words that came."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import mark_safe

# A letter with its accents and vowel signs is one piece, in Arabic, too.
WORD = re.compile(r"[\w\u0300-\u036f\u064b-\u065f]+|\s+|[^\w\s]")
# Below this likeness two lines are shown one after the other: a sentence in patches says nothing.
LIKE = 0.5


def word_diff(before, after):
    """Safe HTML: `after`, with `<del>` for what was taken out of `before` and `<ins>` for what was added.

    Line by line first, so that a long text takes no longer than its changed lines.
    """
    old, new = str(before or "").splitlines(keepends=True), str(after or "").splitlines(keepends=True)
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        removed, added = "".join(old[a:b]), "".join(new[c:d])
        pieces.append(format_html("{}", added) if kind == "equal" else _words(removed, added))
    return mark_safe("".join(pieces))  # each piece was escaped


def _words(before, after):
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    if matcher.ratio() < LIKE:
        return _removed(before) + _added(after)
    pieces = []
    for kind, a, b, c, d in matcher.get_opcodes():
        removed, added = "".join(old[a:b]), "".join(new[c:d])
        pieces.append(format_html("{}", added) if kind == "equal" else _removed(removed) + _added(added))
    return "".join(pieces)


def _removed(text):
    return format_html("<del>{}</del>", text) if text else ""


def _added(text):
    return format_html("<ins>{}</ins>", text) if text else ""
