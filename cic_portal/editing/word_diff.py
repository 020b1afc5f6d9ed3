"""Two texts as one, with the words that went and the words that came."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import mark_safe

WORD = re.compile(r"\w+|\s+|[^\w\s]")


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
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        removed, added = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal":
            pieces.append(format_html("{}", added))
            continue
        pieces += [format_html("<del>{}</del>", removed)] if removed else []
        pieces += [format_html("<ins>{}</ins>", added)] if added else []
    return "".join(pieces)
