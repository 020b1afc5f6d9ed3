from datetime import timedelta

from django.conf import settings
from django.db import models


class UploadQuerySet(models.QuerySet):
    def alive(self, now):
        return self.filter(created_at__gt=now - Upload.KEPT)

    def over(self, now):
        return self.filter(created_at__lte=now - Upload.KEPT)


class Upload(models.Model):
    """What a file with translations said, kept between its preview and the confirmation, for whoever uploaded it.

    `texts` are its ExchangedTexts as dictionaries, each with the `origin` of its object.
    """

    KEPT = timedelta(days=1)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=10)
    texts = models.JSONField()
    created_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # nobody edits it; its owner confirms it or puts it away
        indexes = [models.Index(fields=["created_at"], name="uploads_that_are_over")]

    def __str__(self):
        return f"{self.code} {self.pk}"
