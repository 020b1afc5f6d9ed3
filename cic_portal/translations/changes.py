"""What changed in a Polish text, sentence by sentence."""

import re
from difflib import SequenceMatcher

SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")


def sentences(text):
    return [piece.strip() for piece in SENTENCE.split(text or "") if piece.strip()]


def changed_sentences(before, after):
    """Pairs `(removed, added)` of sentences that differ between two texts, in order; either may be empty."""
    old, new = sentences(before), sentences(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    return [(" ".join(old[a:b]), " ".join(new[c:d])) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]
