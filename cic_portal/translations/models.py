from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import models
from modeltranslation.translator import translator

from cic_portal import languages
from cic_portal.translations.fingerprints import fingerprint
from cic_portal.translations.status import TranslationStatus, translation_status, worst


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


class ExchangeUploadQuerySet(models.QuerySet):
    def alive(self, now):
        return self.filter(created_at__gt=now - ExchangeUpload.KEPT)

    def over(self, now):
        return self.filter(created_at__lte=now - ExchangeUpload.KEPT)


class ExchangeUpload(models.Model):
    """What a file with translations said, kept between its preview and the confirmation, for whoever uploaded it.

    `texts` are the ExchangedTexts of the file as dictionaries (cic_portal.translations.exchange).
    """

    KEPT = timedelta(days=1)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=8)
    texts = models.JSONField()
    created_at = models.DateTimeField()

    objects = ExchangeUploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="uploads_that_are_over")]

    def __str__(self):
        return f"{self.code} {self.pk}"


class Translatable(models.Model):
    """Has texts in every language and knows the state of each.

    `translation_record` holds for a language and a field `{"made_from": fingerprint of the Polish text, "origin":
    "file" | "staff" | "machine", "confirmed_by": username or "", "confirmed_on": ISO date or ""}`. It lives in the row
    so that a public page needs no further query for it.
    """

    translation_record = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def translated_fields(cls):
        return tuple(translator.get_options_for_model(cls).get_field_names())

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
