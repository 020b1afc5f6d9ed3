"""Words as people type them on a phone: lower-case, without accents."""

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
