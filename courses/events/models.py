from django.db import models

from cic_portal.languages import staff_text as _s
from cic_portal.pictures.models import Pictured
from cic_portal.publishing.models import is_later
from cic_portal.texts.models import Translatable
from courses.joining import Joinable, JoinableQuerySet, closes_after_it_opens


class EventQuerySet(JoinableQuerySet):
    def upcoming(self, now):
        """Published events that have not ended at `now`, the soonest first."""
        return self.published(now).filter(ends_at__gt=now).order_by("starts_at", "pk")


class Event(Joinable, Pictured, Translatable):
    slug = models.SlugField(
        _s("address"), unique=True, help_text=_s("Part of the page address. Do not change it later.")
    )
    title = models.CharField(_s("title"), max_length=120)
    summary = models.CharField(_s("summary"), max_length=300)
    body = models.TextField(_s("text"), blank=True)
    starts_at = models.DateTimeField(_s("starts at"))
    ends_at = models.DateTimeField(_s("ends at"))
    place = models.CharField(_s("place"), max_length=160)
    is_joinable = models.BooleanField(
        _s("sign-up needed"), default=False, help_text=_s("Leave it off when everybody may simply come.")
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            is_later(
                "ends_at", "starts_at", "event_ends_after_it_starts", _s("An event must end later than it starts.")
            ),
            closes_after_it_opens("event_enrolment_closes_after_it_opens"),
        ]
        verbose_name = _s("event")
        verbose_name_plural = _s("events")

    def __str__(self):
        return self.text_in("title", "pl")

    @property
    def begins_at(self):
        return self.starts_at

    @property
    def needs_enrolment(self):
        return self.is_joinable

    def is_over(self, now):
        return self.ends_at <= now
