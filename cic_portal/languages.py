"""The languages of the portal: one table from which everything else follows.

A row here and one migration add a language (docs/adding-a-language.md). The order is the order on the page.
"""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy

from cic_portal.registry import Registry

# Texts of the staff desk are marked with this name: they are translated into the languages of the desk only (Polish
# and English), never into the ten of the public pages.
staff_text = gettext_lazy


@dataclass(frozen=True)
class Language:
    """`code` is a BCP 47 tag, `own_name` how its readers call it, `locale` the CLDR name that dates and numbers follow.

    `is_proofread` says that a person who knows the language has read the interface strings in `locale/`. Until then the
    pages that are made of them say that nobody has.

    A language with `is_launched=False` is translated at the desk and hidden from visitors until staff show it to them.
    """

    code: str
    own_name: str
    locale: str
    direction: str = "ltr"
    is_proofread: bool = False
    is_launched: bool = True

    @property
    def comma(self):
        """The sign between the parts of a list; Arabic script has its own."""
        return "،" if self.direction == "rtl" else ","


LANGUAGES = (
    Language("pl", "Polski", "pl_PL", is_proofread=True),
    Language("uk", "Українська", "uk_UA"),
    Language("en", "English", "en_GB"),
    Language("ru", "Русский", "ru_RU"),
    Language("be", "Беларуская", "be_BY"),
    Language("es", "Español", "es_ES"),
    Language("ka", "ქართული", "ka_GE"),
    Language("az", "Azərbaycanca", "az_AZ"),
    Language("tr", "Türkçe", "tr_TR"),
    Language("ar", "العربية", "ar", direction="rtl"),
)
SOURCE = "pl"
STAFF_LANGUAGES = ("pl", "en")

BY_CODE = {language.code: language for language in LANGUAGES}
CODES = tuple(BY_CODE)
# For forms of the desk: each language by the name that its readers give it.
CHOICES = [(language.code, language.own_name) for language in LANGUAGES]
TARGETS = tuple(code for code in CODES if code != SOURCE)
# Of these the database says whether visitors see them. While there are none, nobody asks it.
NOT_LAUNCHED = tuple(language.code for language in LANGUAGES if not language.is_launched)


def choices():
    """CHOICES for columns. A migration keeps the name of this function and not the list, so a row changes no column."""
    return CHOICES


# Functions that return codes among NOT_LAUNCHED that staff have shown to visitors.
switches = Registry("switch of languages", key="__name__")


def shown():
    """The Languages that visitors see now."""
    if not NOT_LAUNCHED:
        return LANGUAGES
    hidden = frozenset(NOT_LAUNCHED).difference(*(switched_on() for switched_on in switches))
    return tuple(language for language in LANGUAGES if language.code not in hidden)


def shown_codes():
    return tuple(language.code for language in shown())


def shown_choices():
    """For forms of visitors."""
    return [(language.code, language.own_name) for language in shown()]


def is_shown(code):
    return any(language.code == code for language in shown())


def active():
    """The Language that the current page is written in; Polish where none of ours is active (commands, the desk)."""
    return BY_CODE.get((get_language() or SOURCE).split("-")[0], BY_CODE[SOURCE])


def fallbacks(code):
    """Codes to look for a text in, best first: the reader's own, then English, then the Polish source."""
    return tuple(dict.fromkeys((code, "en", SOURCE)))


def from_path(path):
    """The code that `path` begins with (`/uk/contact/` → `uk`), or None."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in BY_CODE else None


def preferred(accept_language):
    """The code that an Accept-Language header asks for first among those shown, or None when it names none of them.

    A regional tag counts as its language (`ar-SA` → `ar`); `*` names nobody. Ties keep the order of the header, so a
    reader who lists Ukrainian before Russian is never given Russian.
    """
    wanted, known = [], shown_codes()
    for position, part in enumerate(accept_language.lower().split(",")[:30]):
        tag, _, parameters = part.strip().partition(";")
        quality = _quality(parameters)
        code = tag.split("-")[0]
        if code in known and quality > 0:
            wanted.append((-quality, position, code))
    return min(wanted)[2] if wanted else None


def _quality(parameters):
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(float(value), 1.0)
    except ValueError:
        return 0.0
