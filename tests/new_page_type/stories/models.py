from django.db import models

from cic_portal.publishing.models import Publishable, PublishableQuerySet
from cic_portal.texts.models import Translatable


class Story(Publishable, Translatable):
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    body = models.TextField()

    objects = PublishableQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "story"
        verbose_name_plural = "stories"

    def __str__(self):
        return self.text_in("title", "pl")
