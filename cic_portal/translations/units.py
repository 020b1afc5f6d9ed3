"""One text of one object in one language: what the desk shows, what XLIFF files carry, what a translation is saved by."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.markup.codes import pieces_of
from cic_portal.markup.mentions import mentions_of
from cic_portal.markup.rendering import without_html
from cic_portal.richtext.fields import LONGEST_TEXT
from cic_portal.richtext.links import validate_links_of_text
from cic_portal.richtext.plain import validate_plain
from cic_portal.texts.fingerprints import fingerprint
from cic_portal.texts.models import Translatable
from cic_portal.typed_text import REFUSED_IN_TRANSLATIONS

TAG = re.compile(r"</?[a-zA-Z!][^<>]*>?")
MENTIONS = frozenset({"term", "amount"})


@dataclass(frozen=True)
class Unit:
    """The text `field` of `holder` (an object or one of its parts) in the language `code`, beside its Polish source."""

    holder: Translatable
    field: str
    code: str

    @property
    def id(self):
        """`services.section:12:body`: the same in every language, and as long as the row exists."""
        return f"{self.holder._meta.label_lower}:{self.holder.pk}:{self.field}"

    @property
    def column(self):
        return f"{self.field}_{self.code}"

    @property
    def source(self):
        return self.holder.text_in(self.field, languages.SOURCE)

    @property
    def target(self):
        return self.holder.text_in(self.field, self.code)

    @property
    def source_fingerprint(self):
        return fingerprint(self.source)

    @property
    def target_fingerprint(self):
        return fingerprint(self.target)

    @property
    def status(self):
        return self.holder.field_status(self.field, self.code)

    @property
    def entry(self):
        """What is noted of this translation (see Translatable); empty when there is none."""
        return self.holder.translation_record.get(self.code, {}).get(self.field, {})

    @property
    def made_from(self):
        """The fingerprint of the Polish text that the translation was made from; "" when there is none."""
        return self.entry.get("made_from") or ""

    @property
    def heading(self):
        return self.holder.heading_of(self.field)

    @property
    def max_length(self):
        """Characters that fit; None for a text of any length."""
        return self.holder._meta.get_field(self.column).max_length


def units_of(instance, code):
    """The Units of `instance` and its parts in `code`, in the order of its page; what Polish lacks is left out."""
    return [
        Unit(holder, field, code)
        for holder in (instance, *instance.parts())
        for field in holder.translated_fields()
        if holder.text_in(field, languages.SOURCE)
    ]


def problems_of(unit, text):
    """Sentences for staff about why `text` cannot be the translation of `unit`; an empty list when it can.

    An empty text has no problems: it takes the translation away.
    """
    if not text.strip():
        return []
    checks = (_too_long, _tags, _links, _control_characters, _lost_signs, _foreign_signs, _open_signs)
    return [str(sentence) for check in checks if (sentence := check(unit, text))]


def _too_long(unit, text):
    limit = unit.max_length or LONGEST_TEXT
    if len(text) > limit:
        sentence = _s("At most %(limit)s characters fit here; this text has %(length)s. Please shorten it.")
        return sentence % {"limit": limit, "length": len(text)}
    return None


def _tags(unit, text):
    if without_html(text) == text:
        # The forms of the desk refuse more: a tag that is never closed.
        return _refused(validate_plain, text)
    tag = match[0] if (match := TAG.search(text)) else "<"
    return _s("%(tag)s is HTML. Write plain text and the signs of the Polish text only.") % {"tag": tag}


def _links(unit, text):
    return _refused(validate_links_of_text, text)


def _refused(validate, text):
    try:
        validate(text)
    except ValidationError as error:
        return error.messages[0]
    return None


def _control_characters(unit, text):
    if not REFUSED_IN_TRANSLATIONS.search(text):
        return None
    return _s(
        "There is an invisible character in this text that cannot be stored. Type the text instead of pasting it."
    )


def _lost_signs(unit, text):
    """Terms and amounts stand for what every reader must find: none may get lost."""
    if lost := _unlike(unit.source, text):
        sentence = _s(
            "Missing here, but in the Polish text: %(signs)s. Copy it; after | write the words of the reader."
        )
        return sentence % {"signs": _listed(lost)}
    return None


def _foreign_signs(unit, text):
    """Whatever Polish mentions exists, for Polish texts are checked against the glossary; nothing else may come in."""
    if foreign := _unlike(text, unit.source):
        sentence = _s("Not in the Polish text: %(signs)s. Check the spelling or take it out.")
        return sentence % {"signs": _listed(foreign)}
    return None


def _open_signs(unit, text):
    rest = "".join(piece for piece in pieces_of(text, signs=MENTIONS) if isinstance(piece, str))
    if open_sign := next((sign for sign in ("[[", "]]", "{{", "}}") if sign in rest), None):
        return _s("%(sign)s does not belong to a complete [[term]] or {{amount}}.") % {"sign": open_sign}
    return None


def signs_of(text):
    """`[[term]]` and `{{amount}}` that `text` mentions, without the words after |, in order, each once."""
    return list(dict.fromkeys(mark.placeholder for mark in mentions_of(text)))


def _unlike(text, other):
    """The signs of `text` that `other` lacks."""
    known = set(signs_of(other))
    return [sign for sign in signs_of(text) if sign not in known]


def _listed(signs):
    return ", ".join(signs)
