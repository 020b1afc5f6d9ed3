"""How well a text answers a query: plain words in, a number out. No database."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from cic_portal.typed_text import plain_words

# Below this likeness (0 to 100) of its best word, a typed word counts as not found.
LEAST_LIKENESS = 78


@dataclass(frozen=True)
class Field:
    """A text to look in, and how much a find in it counts."""

    text: str
    weight: float


def score(query_words, fields):
    """From 0 (nothing) upwards; every word of the query must be found somewhere, or the score is 0."""
    total = 0.0
    folded = [(plain_words(field.text), field.weight) for field in fields]
    for word in query_words:
        best = max((_likeness(word, words) * weight for words, weight in folded), default=0)
        if best == 0:
            return 0.0
        total += best
    return total / len(query_words) if query_words else 0.0


def _likeness(word, words):
    if not words:
        return 0.0
    if word in words:
        return 1.0
    # Word endings differ (praca, pracy, pracę): the beginning of a longer word counts nearly as much as the whole.
    if len(word) >= 3 and any(other.startswith(word) for other in words):
        return 0.9
    # Two letters wrong in a short word make another word, so short words must be exact.
    found = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS) if len(word) >= 4 else None
    return found[1] / 125 if found else 0.0
