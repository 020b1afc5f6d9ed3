from dataclasses import dataclass
from functools import cache

from django.db import models
from django.utils.text import capfirst
from modeltranslation.translator import translator

from cic_portal import languages
from cic_portal.texts.fingerprints import fingerprint
from cic_portal.texts.status import TranslationStatus, translation_status, worst


@dataclass(frozen=True)
class LocalText:
    """A text and the language it is really in, which need not be the one that was asked for."""

    value: str
    language: languages.Language

    def __bool__(self):
        return bool(self.value)

    def __str__(self):
        return self.value


class SourceText(models.Model):
    """A Polish text that a translation was made from, by its fingerprint: what has changed since can be shown."""

    fingerprint = models.CharField(max_length=12, primary_key=True)
    text = models.TextField()

    def __str__(self):
        return self.fingerprint


class Translatable(models.Model):
    """Has texts in every language and knows the state of each.

    `translation_record` holds for a language and a field `{"made_from": fingerprint of the Polish text, "origin":
    "file" | "staff" | "xliff" | "machine", "confirmed_by": username or "", "confirmed_on": ISO date or ""}`. It lives in the row
    so that a public page needs no further query for it.
    """

    # The foreign key to the object whose words these are a part of, as a section's are of its guide.
    PART_OF = ""

    translation_record = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    @cache
    def translated_fields(cls):
        """Names of the translated columns in the order of the model, which is that of the page."""
        names = set(translator.get_options_for_model(cls).get_field_names())
        return tuple(column.name for column in cls._meta.fields if column.name in names)

    @classmethod
    @cache
    def rich_fields(cls):
        """Those of the translated columns that pages show as Markdown: `rich_fields` in the app's translation.py."""
        return getattr(translator.get_options_for_model(cls), "rich_fields", ())

    def parts(self):
        """Objects whose words belong to this one, in the order of its page: a guide's sections."""
        return []

    def heading_of(self, field):
        """What staff call the text of `field`: the name of its column."""
        return capfirst(str(self._meta.get_field(field).verbose_name))

    def source_texts(self):
        return [self.text_in(field, languages.SOURCE) for field in self.translated_fields()]

    def text_in(self, field, code):
        """The text of `field` in exactly the language `code`; "" when there is none."""
        return getattr(self, f"{field}_{code}") or ""

    def text(self, field, code=None):
        """The LocalText a reader of `code` (default: the active language) gets: own language, English, Polish."""
        for candidate in languages.fallbacks(code or languages.active().code):
            if value := self.text_in(field, candidate):
                return LocalText(value, languages.BY_CODE[candidate])
        return LocalText("", languages.BY_CODE[code or languages.active().code])

    def field_status(self, field, code):
        if code == languages.SOURCE:
            return TranslationStatus.CURRENT
        entry = self.translation_record.get(code, {}).get(field, {})
        return translation_status(
            text=self.text_in(field, code),
            made_from=entry.get("made_from"),
            source=fingerprint(self.text_in(field, languages.SOURCE)),
            confirmed_by=entry.get("confirmed_by"),
        )

    def translation_status(self, code):
        """The worst state among the translated fields in the language `code`."""
        return worst(self.field_status(field, code) for field in self.translated_fields())

    def record_translation(self, code, field, *, origin, made_from=None, confirmed_by="", confirmed_on=""):
        """Note that the text of `field` in `code` was made from the Polish text with the fingerprint `made_from`.

        Without it: from the Polish text as it is now.
        Does not save the object; the caller keeps the Polish text with `keep_source_texts`.
        """
        self.translation_record.setdefault(code, {})[field] = {
            "made_from": made_from or fingerprint(self.text_in(field, languages.SOURCE)),
            "origin": origin,
            "confirmed_by": confirmed_by,
            "confirmed_on": confirmed_on,
        }
