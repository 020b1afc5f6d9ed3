"""Which of the languages that are still being translated visitors see, and whether one is ready to be seen.

Launched languages ask nobody. For the others the database is asked at most every other second in each process, so all
of them follow a switch within two seconds.
"""

import time
from dataclasses import dataclass
from functools import lru_cache

from babel.messages.pofile import read_po
from django.conf import settings
from django.db import DatabaseError
from django.utils.functional import cached_property

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.translations.coverage import Counts, totals
from cic_portal.translations.models import LanguageSwitch

REMEMBERED = 1.5  # seconds
SOURCE_OF_CODE = "en"  # its catalogue has every string


class _Memory:
    codes = frozenset()
    read_at = None


def switched_on():
    """Codes among NOT_LAUNCHED that staff have shown to visitors."""
    if _Memory.read_at is None or time.monotonic() - _Memory.read_at >= REMEMBERED:
        try:
            shown = LanguageSwitch.objects.filter(is_on=True, code__in=languages.NOT_LAUNCHED)
            _Memory.codes = frozenset(shown.values_list("code", flat=True))
        except DatabaseError:  # the last answer, or “hidden”, is better than no page
            return _Memory.codes
        _Memory.read_at = time.monotonic()
    return _Memory.codes


def forget():
    """This process learns of a switch at once."""
    _Memory.read_at = None


@dataclass(frozen=True)
class Readiness:
    """How much of one language is there: its texts, and the strings that the portal itself speaks."""

    language: languages.Language
    counts: Counts
    switch: LanguageSwitch | None = None

    @property
    def is_launched(self):
        return self.language.code not in languages.NOT_LAUNCHED

    @property
    def is_shown(self):
        return self.is_launched or bool(self.switch and self.switch.is_on)

    @property
    def percent(self):
        return self.counts.percent or 0

    @cached_property
    def interface_percent(self):
        return interface_percent(self.language.code)

    @property
    def why_not_show(self):
        """A sentence that says what is missing before visitors may see it; "" when nothing is."""
        facts = {"threshold": settings.LANGUAGE_THRESHOLD, "percent": self.percent, "interface": self.interface_percent}
        if self.percent < settings.LANGUAGE_THRESHOLD:
            return _s("Only %(percent)s %% of the texts are translated; %(threshold)s %% are needed.") % facts
        if self.interface_percent < 100:
            return (
                _s(
                    "Only %(interface)s %% of the words of the portal itself (buttons, headings, errors) are translated;"
                    " all are needed. They are in a file that a developer sends to the translator."
                )
                % facts
            )
        return ""


def readiness():
    """The Readiness of every language but Polish; two queries."""
    switches = LanguageSwitch.objects.select_related("by").in_bulk()
    counts = totals()
    return [Readiness(languages.BY_CODE[code], counts[code], switches.get(code)) for code in languages.TARGETS]


def interface_percent(code):
    """How many of the strings that visitors read are in the catalogue of `code`; 100 means all."""
    wanted = _strings(SOURCE_OF_CODE)
    return 100 * len(wanted & _strings(code)) // len(wanted) if wanted else 0


def _strings(code):
    path = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.po"
    return _translated(path, path.stat().st_mtime_ns) if path.exists() else frozenset()


@lru_cache(maxsize=32)
def _translated(path, _changed_at):
    """The strings that the catalogue at `path` translates; in a compiled one missing plurals could not be told apart."""
    with path.open("rb") as file:
        catalog = read_po(file)
    return frozenset((message.context, message.id) for message in catalog if message.id and _is_whole(message))


def _is_whole(message):
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms) and not message.fuzzy
