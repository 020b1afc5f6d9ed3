"""How hard a Polish text reads. A hint for whoever writes it: nothing is ever refused for it.

The index is Gunning’s FOG as it is used for Polish: 0.4 × (words in a sentence + hard words in a hundred), hard being a
word of four syllables or more; W. Pisarek counted such words for Polish, and the Jasnopis scale of the SWPS University
(levels 1–7) orders texts much as FOG does. It reads as years of school. Its limits: it knows no grammar and no sense,
inflection alone lengthens Polish words, syllables are counted by letters, and of a text of a few words it says little.
Our own rule is stricter than any index: at most 15 words where it can be done (docs/content-files.md).
"""

import re
from collections import Counter
from dataclasses import dataclass

from cic_portal.languages import staff_text as _s
from cic_portal.markup.words import lines_of_words
from cic_portal.richtext.officialese import plainer_words

LONG_SENTENCE = 20  # words: a sentence above it is named
LONG_WORD = 4  # syllables
EASY, MIDDLING = 9, 13  # years of school; below: primary school, secondary school
VERDICTS = {
    "easy": _s("Reads easily."),
    "middling": _s("Could be easier."),
    "hard": _s("Hard to read."),
    "": _s("A short text."),
}
SHOWN = 5  # of each kind of advice, at most
FEW_WORDS = 20  # below it the index jumps with every word

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
# fmt: off
ABBREVIATIONS = (
    "al", "art", "cd", "dr", "dz", "gm", "godz", "im", "in", "inż", "itd", "itp", "jw", "kl", "lic", "lok", "mgr", "min", "mjr",
    "np", "nr", "ok", "os", "pkt", "pl", "pow", "poz", "prof", "pt", "r", "ryc", "rys", "sp", "str", "św", "tab", "tel", "tj",
    "tys", "tzn", "tzw", "ul", "ur", "ust", "wg", "woj", "ws", "ww", "zm", "zob",
)
# fmt: on
SENTENCE_END = re.compile(
    r"(?<![.\s])(?:" + "".join(rf"(?<!\b{word})" for word in ABBREVIATIONS) + r"(?<!\b[^\W\d_])\.|[!?…]|\.{3})"
    r"[”\")]*\s+(?=[^\W_]|[„“\"(])",
    re.IGNORECASE,
)
VOWELS = "aeiouyąęó"
SYLLABLE = re.compile(rf"\b[ae]u|i(?=[{VOWELS}])|([{VOWELS}])")


@dataclass(frozen=True)
class Readability:
    """What is worth saying of a text. `index` is None where there are too few words for it."""

    sentences: int
    words: int
    long_sentences: tuple[str, ...]
    long_words: tuple[str, ...]
    plainer: tuple[tuple[str, str], ...]
    index: float | None

    @property
    def words_in_a_sentence(self):
        return round(self.words / self.sentences) if self.sentences else 0

    @property
    def long_sentences_percent(self):
        return round(100 * len(self.long_sentences) / self.sentences) if self.sentences else 0

    @property
    def level(self):
        """`easy`, `middling` or `hard`; "" where there is no index."""
        if self.index is None:
            return ""
        return "easy" if self.index < EASY else "middling" if self.index < MIDDLING else "hard"

    @property
    def has_advice(self):
        return bool(self.long_sentences or self.plainer or self.some_long_words)

    @property
    def verdict(self):
        return VERDICTS[self.level]

    # What a page shows of it.
    @property
    def longest_sentences(self):
        return sorted(self.long_sentences, key=lambda sentence: -len(WORD.findall(sentence)))[:SHOWN]

    @property
    def some_long_words(self):
        """None in a text that reads easily all the same."""
        return () if self.level == "easy" else self.long_words[:SHOWN]

    @property
    def some_plainer(self):
        return self.plainer[:SHOWN]


def readability(markdown):
    """The Readability of a Polish text of the portal, with its signs."""
    terms = []
    # Terms out: an office word that the glossary explains is not one to replace.
    plainer = plainer_words(words_alone(markdown, term=lambda name, words: terms.append(words or name) or ""))
    explained = {word.casefold() for term in terms for word in WORD.findall(term)}
    sentences = [sentence for sentence in sentences_of(words_alone(markdown)) if WORD.search(sentence)]
    words = [word for sentence in sentences for word in WORD.findall(sentence)]
    long_words = [word for word in words if is_long(word) and word.casefold() not in explained]
    index = None
    if len(words) >= FEW_WORDS:
        index = round(0.4 * (len(words) / len(sentences) + 100 * len(long_words) / len(words)), 1)
    return Readability(
        sentences=len(sentences),
        words=len(words),
        long_sentences=tuple(sentence for sentence in sentences if len(WORD.findall(sentence)) > LONG_SENTENCE),
        long_words=tuple(word for word, _count in Counter(word.lower() for word in long_words).most_common()),
        plainer=tuple(plainer),
        index=index,
    )


def words_alone(markdown, **shown):
    """The words that a reader sees of `markdown`; headings, items and paragraphs stay lines of their own."""
    return "\n".join(lines_of_words(markdown, amount=lambda slug, sign: "100 zł", **shown))


def sentences_of(text):
    """Its sentences; a line ends one, too."""
    return [
        sentence.strip()
        for line in text.splitlines()
        for sentence in SENTENCE_END.sub("\\g<0>\0", line).split("\0")
        if sentence.strip()
    ]


def syllables(word):
    """Syllables of a Polish word, by its vowels: `i` before a vowel only softens, `au` and `eu` at the start are one."""
    return sum(1 for found in SYLLABLE.finditer(word.lower()) if found[0] != "i" or found[1])


def is_long(word):
    """Whether `word` is hard to read for its length; names in capitals (NFZ, PESEL) are read at a glance."""
    return not word.isupper() and syllables(word) >= LONG_WORD
