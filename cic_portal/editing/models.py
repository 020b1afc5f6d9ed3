from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from cic_portal import languages
from cic_portal.languages import staff_text as _s

KEPT = timedelta(days=30)
OPEN_FOR = timedelta(minutes=15)


class DeletionQuerySet(models.QuerySet):
    def can_come_back(self, now):
        return self.filter(brought_back_at=None, at__gte=now - KEPT)

    def past_retention(self, today):
        return self.filter(at__date__lt=today - KEPT)


class Deletion(models.Model):
    """Something that was deleted at the desk. Its texts are in its history; what was cut off from it is here."""

    kind = models.CharField(_s("kind"), max_length=100)  # the model's label, like "services.guide"
    object_pk = models.BigIntegerField()
    name = models.CharField(_s("name"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_s("who")
    )
    at = models.DateTimeField(_s("when"))
    # Rows that went with it and have no history: relations, lessons. As Django serializes them.
    companions = models.JSONField(default=list)
    brought_back_at = models.DateTimeField(null=True)

    objects = DeletionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["kind", "object_pk"], name="deletion_of_what"),
            models.Index(fields=["at"], name="deletion_when"),
        ]
        verbose_name = _s("deleted thing")
        verbose_name_plural = _s("deleted things")

    def __str__(self):
        return self.name

    def days_left(self, today):
        """After how many days it is gone for good; 0 on the last one."""
        return max((timezone.localdate(self.at) + KEPT - today).days, 0)


class OpenFormQuerySet(models.QuerySet):
    def open_at(self, now):
        return self.filter(at__gte=now - OPEN_FOR)


class OpenForm(models.Model):
    """Somebody has the form of an object open in one language, or had it within a quarter of an hour."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=100)
    object_pk = models.BigIntegerField()
    language = models.CharField(max_length=2, choices=languages.choices)
    opened_at = models.DateTimeField()
    at = models.DateTimeField()  # last heard of

    objects = OpenFormQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "object_pk", "language"], name="form_is_open_once"),
        ]
        indexes = [models.Index(fields=["kind", "object_pk", "at"], name="forms_of_what")]

    def __str__(self):
        return f"{self.kind} {self.object_pk} {self.language}"
