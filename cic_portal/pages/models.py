from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from phonenumber_field.modelfields import PhoneNumberField

from cic_portal.languages import staff_text as _s
from cic_portal.publishing.models import Publishable, PublishableQuerySet
from cic_portal.texts.models import Translatable

# The addresses of standing pages are part of the portal; each has its route.
SLUGS = ("about", "project", "privacy", "easy-to-read", "emergency", "offline")


class PageQuerySet(PublishableQuerySet):
    def listed(self, now):
        """Published pages that one can look for; the page for readers without a connection is none of them."""
        return self.published(now).exclude(slug="offline")


class Page(Publishable, Translatable):
    """A standing page. Its slug is fixed by the addresses of the portal; staff edit its words."""

    slug = models.SlugField(_s("address"), unique=True)
    title = models.CharField(_s("title"), max_length=160)
    summary = models.CharField(_s("summary"), max_length=300)
    body = models.TextField(_s("text"))

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _s("standing page")
        verbose_name_plural = _s("standing pages")

    def __str__(self):
        return self.text_in("title", "pl")

    def clean(self):
        if self.slug not in SLUGS:
            raise ValidationError({"slug": _s("There is no address for a standing page of this name.")})


class AccessibilityDeclaration(Publishable, Translatable):
    """What changes in the accessibility declaration; its obligatory wording and order are in the template."""

    class Compliance(models.TextChoices):
        FULL = "full", _s("fully compliant")
        PARTIAL = "partial", _s("partly compliant")
        NONE = "none", _s("not compliant")

    slug = models.SlugField(default="declaration", unique=True, editable=False)
    published_on = models.DateField(_s("site published on"))
    changed_on = models.DateField(_s("last important change on"))
    prepared_on = models.DateField(_s("declaration prepared on"))
    reviewed_on = models.DateField(_s("declaration last reviewed on"), null=True, blank=True)
    compliance = models.CharField(_s("state"), max_length=10, choices=Compliance, default=Compliance.PARTIAL)
    inaccessible = models.TextField(
        _s("inaccessible content"), blank=True, help_text=_s("Shown unless the site is fully compliant.")
    )
    preparation = models.TextField(_s("how it was assessed"))
    architecture = models.TextField(_s("the building"))
    communication = models.TextField(_s("communication"))
    contact_name = models.CharField(_s("person or unit to write to"), max_length=160)
    email = models.EmailField(_s("e-mail"))
    phone = PhoneNumberField(_s("phone"))

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = _s("accessibility declaration")
        verbose_name_plural = _s("accessibility declaration")

    def __str__(self):
        return str(self._meta.verbose_name)

    @property
    def review_deadline(self):
        """31 March of the year after the last review, or after the declaration was prepared (PL-11)."""
        return date((self.reviewed_on or self.prepared_on).year + 1, 3, 31)

    def is_review_due(self, today):
        """From the first day of the month in which the review has to be made, until it is."""
        return today >= self.review_deadline.replace(day=1)
