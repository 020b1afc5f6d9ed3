"""What changed in a Polish text, sentence by sentence."""

import re
from difflib import SequenceMatcher

SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
# Of words or sentences that are compared with each other: the longest page has 1,300 words. Texts that say the same word
# again and again cost time for each pair, so more of them would keep the page waiting for minutes.
MOST_PAIRS = 2_000_000


def sentences(text):
    return [piece.strip() for piece in SENTENCE.split(text or "") if piece.strip()]


def changed_sentences(before, after):
    """Pairs `(removed, added)` of sentences that differ between two texts, in order; either may be empty."""
    old, new = sentences(before), sentences(after)
    if len(old) * len(new) > MOST_PAIRS:
        return [(" ".join(old), " ".join(new))] if old != new else []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    return [(" ".join(old[a:b]), " ".join(new[c:d])) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]


def changed_words(before, after):
    """Each changed sentence as pieces `(kind, words)`, in order; `kind` is "del", "ins", or "" for what both have.

    Sentences that have little in common are not taken apart: two whole ones are easier to compare than crumbs.
    """
    return [_pieces(removed, added) for removed, added in changed_sentences(before, after)]


ALIKE = 0.5  # of 1: share of words that two sentences have in common


def _pieces(removed, added):
    old, new = removed.split(), added.split()
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    if len(old) * len(new) > MOST_PAIRS or matcher.ratio() < ALIKE:
        return [(kind, words) for kind, words in (("del", removed), ("ins", added)) if words]
    pieces = []
    for kind, a, b, c, d in matcher.get_opcodes():
        both = [("", old[a:b])] if kind == "equal" else [("del", old[a:b]), ("ins", new[c:d])]
        pieces += [(mark, " ".join(words)) for mark, words in both if words]
    return pieces
