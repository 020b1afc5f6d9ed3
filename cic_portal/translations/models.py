from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models

from cic_portal.languages import staff_text as _s
from cic_portal.texts.status import TranslationStatus


def has_text_in(*states):
    """The condition that a TextCount has at least one text in one of `states`."""
    return reduce(or_, (models.Q(**{f"{TranslationStatus(state).value}__gt": 0}) for state in states))


class TextCountQuerySet(models.QuerySet):
    def in_state(self, *states):
        return self.filter(has_text_in(*states))

    def added_up(self, *by):
        """For each value of the columns `by`: how many texts are in each state. Without a column: no rows."""
        sums = {f"{status.value}_sum": models.Sum(status.value) for status in TranslationStatus}
        return self.order_by().values(*by).annotate(**sums)


class TextCount(models.Model):
    """How many texts of one object (or part of one) are in each state in one language; kept by `coverage`.

    `holder` has the texts, `owner` is the object that staff open: itself, or for a section its guide.
    """

    owner_label = models.CharField(max_length=100)
    owner_pk = models.PositiveBigIntegerField()
    holder_label = models.CharField(max_length=100)
    holder_pk = models.PositiveBigIntegerField()
    code = models.CharField(max_length=10)
    missing = models.PositiveIntegerField()
    outdated = models.PositiveIntegerField()
    unreviewed = models.PositiveIntegerField()
    current = models.PositiveIntegerField()

    objects = TextCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder_label", "holder_pk", "code"], name="texts_are_counted_once"),
        ]
        indexes = [models.Index(fields=["code", "owner_label", "owner_pk"], name="text_counts_of_an_owner")]

    def __str__(self):
        return f"{self.holder_label} {self.holder_pk} {self.code}"


class LanguageSwitch(models.Model):
    """Whether visitors see a language that is not launched in `cic_portal/languages.py`; staff turn it."""

    code = models.CharField(_s("language"), max_length=10, primary_key=True)
    is_on = models.BooleanField(_s("visitors see it"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_s("who")
    )
    at = models.DateTimeField(_s("when"))

    class Meta:
        permissions = [("show_language", "Can show a language to visitors and hide it")]
        verbose_name = _s("language shown to visitors")
        verbose_name_plural = _s("languages shown to visitors")

    def __str__(self):
        return self.code
