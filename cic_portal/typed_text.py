"""Text as people type it: without characters that nobody sees, and as plain lower-case words to compare."""

import re
import unicodedata

WORD = re.compile(r"\w+")
# Letters that lose nothing but their accent in how people type, and that Unicode does not take apart by itself.
PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ı": "i", "ə": "e", "ё": "е", "ґ": "г", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"}
)


def plain_words(text):
    """Lower-case words of `text` without accents, as people type them on a phone."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN_LETTERS))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return WORD.findall(plain.replace("'", "").replace("’", ""))


# Control characters and those that turn the direction of text round: they hide what a text says.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def without_unseen(data, unseen=UNSEEN):
    """A copy of sent `data` (a QueryDict) in composed form (NFC), without characters that cannot be seen."""
    copy = data.copy()
    for name in copy:
        copy.setlist(name, [unseen.sub("", unicodedata.normalize("NFC", value)) for value in copy.getlist(name)])
    return copy
