"""The countries of ISO 3166-1 (alpha-2) with their names in the language of the desk, from CLDR by way of Babel."""

from babel import Locale

from cic_portal import languages
from cic_portal.typed_text import plain_words

# What CLDR names beside them: groups of countries, parts of countries, codes for tests.
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}


def countries():
    """(code, name) of every country, by name."""
    names = Locale.parse(languages.active().locale).territories
    found = [(code, name) for code, name in names.items() if code.isalpha() and code not in NOT_COUNTRIES]
    return sorted(found, key=lambda pair: plain_words(pair[1]))


def country(code):
    """The name of the country `code`; the code itself when it is none."""
    return Locale.parse(languages.active().locale).territories.get(code, code)
