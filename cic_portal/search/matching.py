"""How well a text answers a query: plain words in, a number out. No database."""

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz import fuzz, process

WORD = re.compile(r"\w+")
# Letters that lose nothing but their accent in how people type, and that Unicode does not take apart by itself.
PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ı": "i", "ə": "e", "ё": "е", "ґ": "г", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"}
)
# Below this likeness (0 to 100) of its best word, a typed word counts as not found.
LEAST_LIKENESS = 78


def fold(text):
    """Lower-case words of `text` without accents, as people type them on a phone."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN_LETTERS))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return WORD.findall(plain.replace("'", "").replace("’", ""))


@dataclass(frozen=True)
class Field:
    """A text to look in, and how much a find in it counts."""

    text: str
    weight: float


def score(query_words, fields):
    """From 0 (nothing) upwards; every word of the query must be found somewhere, or the score is 0."""
    total = 0.0
    folded = [(fold(field.text), field.weight) for field in fields]
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
