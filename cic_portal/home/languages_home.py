"""How far each language is, on the home of the desk: one query, whatever there is."""

from dataclasses import dataclass

from django.urls import reverse

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.translations.coverage import Counts, board, kinds
from cic_portal.translations.rights import may_see, may_translate

STATES = {"missing": _s("missing"), "outdated": _s("outdated"), "unreviewed": _s("not read")}


@dataclass(frozen=True)
class LanguageAtHome:
    language: languages.Language
    counts: Counts

    @property
    def address(self):
        return reverse("admin:translations_language", args=[self.language.code])

    @property
    def cells(self):
        """Pairs (what the number counts, number), as on the page of the language."""
        return [(words, getattr(self.counts, state)) for state, words in STATES.items()]

    @property
    def has_work(self):
        return any(number for _words, number in self.cells)


@dataclass(frozen=True)
class Translations:
    """The languages of one member of staff: those with work, and those in which nothing waits."""

    waiting: list
    calm: list

    headings = tuple(STATES.values())


def translations_at_home(user, site):
    """The Translations into the languages that `user` may write in; None for who may open no texts."""
    codes = [code for code in languages.TARGETS if may_translate(user, code)]
    models = [model for model in kinds() if site.is_registered(model) and may_see(user, model)]
    if not codes or not models:
        return None
    rows = [row for row in board() if row.model in models]
    sums = {code: sum((row.cells[code] for row in rows), Counts()) for code in codes}
    found = [LanguageAtHome(languages.BY_CODE[code], counts) for code, counts in sums.items()]
    return Translations([one for one in found if one.has_work], [one for one in found if not one.has_work])
