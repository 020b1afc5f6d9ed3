from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import Truncator

from cic_portal.languages import staff_text as _s
from cic_portal.pictures.files import file_name, widths_of
from cic_portal.texts.models import Translatable

MIDDLE_WIDTH = 960  # what browsers load that choose nothing themselves


class Picture(Translatable):
    """A picture and what it shows in words. Its files are named by `digest`; what was uploaded is not kept."""

    alt = models.CharField(
        _s("what it shows"),
        max_length=250,
        help_text=_s(
            "For people who cannot see it: one or two plain sentences that say what can be seen, without “picture of”."
        ),
    )
    credit = models.CharField(
        _s("author and licence"),
        max_length=160,
        blank=True,
        help_text=_s("As it is to stand under the picture, the same in every language. Leave it empty if nobody asks."),
    )
    # No form has these three, but an older version brings them back together with its words.
    digest = models.CharField(_s("file"), max_length=32, db_index=True)
    width = models.PositiveSmallIntegerField(_s("width"))
    height = models.PositiveSmallIntegerField(_s("height"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_s("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_s("uploaded at"), editable=False)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _s("picture")
        verbose_name_plural = _s("pictures")

    def __str__(self):
        return Truncator(self.text_in("alt", "pl")).chars(60)

    @property
    def smallest(self):
        return self._address(widths_of(self.width)[0], "webp")

    @property
    def middle(self):
        return self._address(min(self.width, MIDDLE_WIDTH), "webp")

    @property
    def largest(self):
        return self._address(self.width, "webp")

    @property
    def is_tall(self):
        return self.height > self.width

    @property
    def sizes(self):
        """How wide a page shows it, in the words of `sizes`: what .picture in portal.css says.

        On a phone that is nine tenths of the screen. We say eight, so that phones with three points to a pixel take the
        middle width: nobody sees the difference, and it saves half of the data.
        """
        return f"min(80vw, {'18rem' if self.is_tall else '32rem'}, {self.width}px)"

    @property
    def avif_set(self):
        return self._set("avif")

    @property
    def webp_set(self):
        return self._set("webp")

    def _set(self, kind):
        """Every width of one format, as `srcset` wants it."""
        return ", ".join(f"{self._address(width, kind)} {width}w" for width in widths_of(self.width))

    def _address(self, width, kind):
        return reverse("pictures:file", args=[file_name(self.digest, width, kind)])

    @classmethod
    def uses(cls):
        """The relations through which pages show pictures: each page names its own `picture`."""
        return [relation for relation in cls._meta.related_objects if relation.field.name == "picture"]

    def shown_on(self):
        """The pages that show it. A list of many prefetches `Picture.uses()`."""
        return [page for use in self.uses() for page in getattr(self, use.get_accessor_name()).all()]


class Pictured(models.Model):
    """A page that may show a picture at its top. The picture cannot be deleted while it does."""

    picture = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, verbose_name=Picture._meta.verbose_name
    )

    class Meta:
        abstract = True
