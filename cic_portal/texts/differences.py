"""What differs between two texts: sentence by sentence for translators, word by word for whoever looks at a version."""

import re
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import mark_safe

SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
# A letter with its accents and vowel signs is one piece, in Arabic, too.
WORD = re.compile(r"[\w\u0300-\u036f\u064b-\u065f]+|\s+|[^\w\s]")
# Of 1: the share of words that two sentences have in common. Below it they are shown one after the other, because a
# sentence in patches is harder to compare than two whole ones.
ALIKE = 0.5
# Of words or sentences that are compared with each other: the longest page has 1,300 words. Texts that say the same word
# again and again cost time for each pair, so more of them would keep the page waiting for minutes.
MOST_PAIRS = 2_000_000


def changed_sentences(before, after):
    """Pairs `(removed, added)` of sentences that differ between two texts, in order; either may be empty."""
    old, new = _sentences(before), _sentences(after)
    if len(old) * len(new) > MOST_PAIRS:
        return [(" ".join(old), " ".join(new))] if old != new else []
    return [
        (" ".join(removed), " ".join(added)) for removed, added in _stretches(_matcher(old, new)) if removed != added
    ]


def changed_words(before, after):
    """Each changed sentence as pieces `(kind, words)`, in order; `kind` is "del", "ins", or "" for what both have."""
    return [_pieces(removed, added, str.split, " ") for removed, added in changed_sentences(before, after)]


def word_diff(before, after):
    """Safe HTML: `after`, with `<del>` for what was taken out of `before` and `<ins>` for what was added.

    Line by line first, so that a long text takes no longer than its changed lines.
    """
    old, new = str(before or "").splitlines(keepends=True), str(after or "").splitlines(keepends=True)
    pieces = []
    for lines in _stretches(_matcher(old, new)):
        removed, added = map("".join, lines)
        pieces += [("", added)] if removed == added else _pieces(removed, added, WORD.findall, "")
    return mark_safe("".join(_marked(kind, text) for kind, text in pieces))  # each piece is escaped


def _sentences(text):
    return [piece.strip() for piece in SENTENCE.split(text or "") if piece.strip()]


def _matcher(old, new):
    return SequenceMatcher(a=old, b=new, autojunk=False)


def _stretches(matcher):
    """Pairs of stretches of two lists, in order: equal where both have the same, else what one has for the other."""
    return [(matcher.a[a:b], matcher.b[c:d]) for _kind, a, b, c, d in matcher.get_opcodes()]


def _pieces(removed, added, words_of, blank):
    """Two texts as pieces `(kind, text)`; `words_of` takes a text apart, and `blank` is what was between its words."""
    matcher = _matcher(words_of(removed), words_of(added))
    pairs = [(removed, added)]
    if len(matcher.a) * len(matcher.b) <= MOST_PAIRS and matcher.ratio() >= ALIKE:
        pairs = [(blank.join(old), blank.join(new)) for old, new in _stretches(matcher)]
    pieces = []
    for old, new in pairs:
        pieces += [("", new)] if old == new else [("del", old), ("ins", new)]
    return [(kind, text) for kind, text in pieces if text]


def _marked(kind, text):
    return format_html(f"<{kind}>{{}}</{kind}>", text) if kind else format_html("{}", text)
