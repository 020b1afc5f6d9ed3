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


# Characters that nobody sees: the parts of the sets below.
CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f"  # of ASCII, without tab and line ends
LATER_CONTROLS = "\x80-\x9f"  # which Unicode added
DELETE = "\x7f"
DIRECTION_MARKS = "\u200e\u200f"
DIRECTION_TURNS = "\u202a-\u202e\u2066-\u2069"  # the words after them run the other way
BYTE_ORDER_MARK = "\ufeff"
HALF_CHARACTERS = "\ud800-\udfff"
NO_CHARACTERS = "\ufffe\uffff"

# What hides or twists what a text says: taken out of all that is typed.
_HIDING = CONTROLS + DELETE + LATER_CONTROLS + DIRECTION_TURNS + BYTE_ORDER_MARK
UNSEEN_BY_VISITORS = re.compile(f"[{_HIDING}{DIRECTION_MARKS}]")
# Staff who translate into Arabic put marks of direction beside numbers.
UNSEEN_BY_STAFF = re.compile(f"[{_HIDING}]")
# Refused in translations that files and services bring: no column holds a NUL, and no browser shows the others.
REFUSED_IN_TRANSLATIONS = re.compile(f"[{CONTROLS}{DELETE}]")
# What XML 1.0 cannot hold, and so neither a file for translators nor a spreadsheet.
FORBIDDEN_IN_XML = re.compile(f"[{CONTROLS}{HALF_CHARACTERS}{NO_CHARACTERS}]")
# What PDF cannot hold: NUL, a byte order mark, half a character, no character.
FORBIDDEN_IN_PDF = re.compile(f"[\x00{BYTE_ORDER_MARK}{HALF_CHARACTERS}{NO_CHARACTERS}]")


def without_unseen(data, unseen=UNSEEN_BY_VISITORS):
    """A copy of sent `data` (a QueryDict) in composed form (NFC), without characters that cannot be seen."""
    copy = data.copy()
    for name in copy:
        copy.setlist(name, [unseen.sub("", unicodedata.normalize("NFC", value)) for value in copy.getlist(name)])
    return copy
