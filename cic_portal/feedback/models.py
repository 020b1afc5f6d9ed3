from datetime import timedelta

from django.db import models
from django.db.models import Count, Q

from cic_portal import languages
from cic_portal.languages import staff_text as _s

# A comment may hold what its writer should not have written; ninety days are enough to act on it (GDPR-03).
RETENTION_DAYS = 90


class RatingQuerySet(models.QuerySet):
    def by_need(self):
        """One row for each page and language, those with the most unhelped readers first."""
        unhelped = Count("pk", filter=Q(is_helpful=False))
        helped = Count("pk", filter=Q(is_helpful=True))
        grouped = self.order_by().values("path", "language").annotate(unhelped=unhelped, helped=helped)
        return grouped.order_by("-unhelped", "helped", "path", "language")

    def past_retention(self, today):
        return self.filter(rated_on__lt=today - timedelta(days=RETENTION_DAYS))


class Rating(models.Model):
    """One answer to “Was this page helpful?”. Only the day is kept, so that answers cannot be joined with server logs."""

    path = models.CharField(_s("page"), max_length=300, help_text=_s("Without the language."))
    language = models.CharField(_s("language"), max_length=2, choices=languages.choices)
    is_helpful = models.BooleanField(_s("helpful"))
    comment = models.CharField(_s("comment"), max_length=300, blank=True)
    rated_on = models.DateField(_s("day"))

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["-rated_on", "-pk"]
        indexes = [models.Index(fields=["path", "language"], name="ratings_of_a_page")]
        verbose_name = _s("answer about a page")
        verbose_name_plural = _s("answers about pages")

    def __str__(self):
        return f"/{self.language}{self.path}"


class TranslationWish(models.Model):
    """How often readers asked for a page in their language."""

    path = models.CharField(_s("page"), max_length=300)
    language = models.CharField(_s("language"), max_length=2, choices=languages.choices)
    count = models.PositiveIntegerField(_s("how often"), default=0)
    last_on = models.DateField(_s("last on"))

    class Meta:
        ordering = ["-count", "path"]
        constraints = [models.UniqueConstraint(fields=["path", "language"], name="one_wish_for_a_page_and_language")]
        verbose_name = _s("wanted translation")
        verbose_name_plural = _s("wanted translations")

    def __str__(self):
        return f"/{self.language}{self.path}"
