"""What a file would change, text by text, and why some of it would not be taken."""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.urls import reverse

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.publishing.addresses import absolute
from cic_portal.texts.fingerprints import fingerprint
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations.exchange.files import ExchangedText, FileRefused, State, writable


class Verdict(models.TextChoices):
    """Refused first: what staff must know before they confirm."""

    UNKNOWN = "unknown", _s("This text is no longer on the portal.")
    FORBIDDEN = "forbidden", _s("You may not change this kind of text.")
    STALE = "stale", _s("The Polish text has changed since the file was exported.")
    OVERTAKEN = "overtaken", _s("Somebody has changed this translation since the file was exported.")
    WRONG = "wrong", _s("The text cannot be taken as it is.")
    NEW = "new", _s("new translation")
    CHANGED = "changed", _s("changed translation")
    SAME_WORDS = "same words", _s("same words, looked at again")
    UNCHANGED = "unchanged", _s("as on the portal")
    EMPTY = "empty", _s("not translated in the file")

    @property
    def is_refused(self):
        return self in (self.UNKNOWN, self.FORBIDDEN, self.STALE, self.OVERTAKEN, self.WRONG)

    @property
    def is_taken(self):
        return self in (self.NEW, self.CHANGED, self.SAME_WORDS)


@dataclass(frozen=True)
class Judged:
    """A text of a file beside the `unit` of the portal (None when there is none)."""

    text: ExchangedText
    unit: object
    verdict: Verdict
    problems: tuple = ()

    @property
    def is_reviewed(self):
        return self.text.state is State.REVIEWED


def check_origin(file):
    """Raises FileRefused unless this portal made `file` for the language that it says; returns that language's code."""
    code = _language(file.target_code)
    if _language(file.source_code) != languages.SOURCE:
        raise FileRefused(_s("The file is not a translation from Polish. Choose a file that this portal exported."))
    if code not in languages.TARGETS:
        raise FileRefused(_s("The file is in a language that the portal does not have, or says none."))
    origins = [origin_of(thing.origin) for thing in file.objects if thing.texts]
    if not all(origins):
        raise FileRefused(_s("The file does not come from this portal. Choose a file that this portal exported."))
    if exported := next((origin.code for origin in origins if origin.code != code), None):
        names = [languages.BY_CODE[each].own_name if each in languages.BY_CODE else each for each in (exported, code)]
        raise FileRefused(
            _s("The file was exported for %(exported)s, but says that it is in %(said)s.")
            % {"exported": names[0], "said": names[1]}
        )
    return code


def _language(tag):
    """`uk` for `uk-UA`: some tools add a country."""
    return tag.replace("_", "-").partition("-")[0].lower()


@dataclass(frozen=True)
class Origin:
    """The object that the texts of a file belong to: `services.guide` number 12, in the language `code`."""

    code: str
    label: str
    pk: str


# The path of that page, from which a file is known again.
PATH = re.compile(r"/admin/translations/(?P<code>[a-z]{2,3})/(?P<label>[a-z_]+\.[a-z_]+)/(?P<pk>\d{1,18})/")


def address_of(instance, code):
    """Where the translation of `instance` into `code` is edited: in a file it says whose texts these are."""
    path = reverse("admin:translations_object", args=[code, instance._meta.label_lower, instance.pk])
    return absolute(path)


def origin_of(address):
    """The Origin that an address of our translation desk names; None for any other address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    match = PATH.fullmatch(parts.path)
    return Origin(**match.groupdict()) if match and parts.netloc == urlsplit(settings.SITE_URL).netloc else None


def judge(text, unit, *, may_change, problems_of):
    """The Judged of one text. `problems_of(unit, words)` are sentences about what is wrong with the words."""
    if unit is None:
        return Judged(text, unit, Verdict.UNKNOWN)
    words, stored = text.target.strip(), writable(unit.target).strip()
    if not words:
        return Judged(text, unit, Verdict.EMPTY)
    if words == stored and not _is_news(text.state, unit.status):
        return Judged(text, unit, Verdict.UNCHANGED)
    if not may_change:
        return Judged(text, unit, Verdict.FORBIDDEN)
    if _is_stale(text, unit):
        return Judged(text, unit, Verdict.STALE)
    # A file whose tool lost our notes cannot say what it replaces; the preview shows it.
    if text.made_from and text.replaces != fingerprint(writable(unit.target)):
        return Judged(text, unit, Verdict.OVERTAKEN)
    if problems := tuple(problems_of(unit, words)):
        return Judged(text, unit, Verdict.WRONG, problems)
    if words == stored:
        return Judged(text, unit, Verdict.SAME_WORDS)
    return Judged(text, unit, Verdict.CHANGED if stored else Verdict.NEW)


def _is_news(state, status):
    """Whether a file that brings the words of the portal says more of them than the portal knows."""
    if state is State.REVIEWED:
        return status != TranslationStatus.CURRENT
    return state is State.TRANSLATED and status == TranslationStatus.OUTDATED


def _is_stale(text, unit):
    """Whether the Polish in the file, by its note and by its words, is another than the one on the portal."""
    now = unit.source_fingerprint
    return (text.made_from or now) != now or fingerprint(text.source) != fingerprint(writable(unit.source))


def digest(objects):
    """Names what a preview showed: when it differs at the confirmation, somebody changed something in between."""
    items = (item for thing in objects for item in thing.items)
    facts = [(item.text.id, item.verdict.value, item.unit and item.unit.target) for item in items]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]
