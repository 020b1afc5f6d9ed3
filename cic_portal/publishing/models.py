from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cic_portal.languages import staff_text as _s
from cic_portal.publishing.page_types import page_path

SOON = timedelta(days=7)


class PublishableQuerySet(models.QuerySet):
    def published(self, now):
        """What visitors may see at `now` (an aware datetime)."""
        return self.filter(
            Q(publish_at__isnull=True) | Q(publish_at__lte=now),
            Q(expires_at__isnull=True) | Q(expires_at__gt=now),
            status=Publishable.Status.PUBLISHED,
        )

    def overdue(self, today):
        """What was to be checked again before `today`: the rule of Publishable.is_overdue, in SQL."""
        return self.filter(review_due_on__lt=today)

    def appearing(self, now):
        """What visitors will see within a week of `now` and do not see yet."""
        return self._published_with(publish_at__gt=now, publish_at__lte=now + SOON)

    def ending(self, now):
        """What visitors will no longer see within a week of `now`."""
        return self._published_with(expires_at__gt=now, expires_at__lte=now + SOON)

    def _published_with(self, **moments):
        return self.filter(status=Publishable.Status.PUBLISHED, **moments)


class Publishable(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _s("draft")
        PUBLISHED = "published", _s("published")

    status = models.CharField(
        _s("state"),
        max_length=10,
        choices=Status,
        default=Status.DRAFT,
        help_text=_s("Visitors see published pages only. A draft can be seen through its preview link."),
    )
    publish_at = models.DateTimeField(
        _s("show from"), null=True, blank=True, help_text=_s("Leave empty to show it at once.")
    )
    expires_at = models.DateTimeField(
        _s("show until"), null=True, blank=True, help_text=_s("Leave empty if it does not end.")
    )
    assured_on = models.DateField(
        _s("last checked on"),
        null=True,
        blank=True,
        help_text=_s("The day when somebody compared this text with its sources. Visitors see it."),
    )
    review_due_on = models.DateField(
        _s("check again by"),
        null=True,
        blank=True,
        help_text=_s("After this day the page says that it is due for a check."),
    )
    updated_at = models.DateTimeField(_s("changed at"), auto_now=True)
    # For each column the fingerprint of what the content files put there: what differs from it was changed by staff.
    loaded_record = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    objects = PublishableQuerySet.as_manager()

    def get_absolute_url(self):
        """The path in the active language, as the row of its page type says; "" for what has no page."""
        return page_path(self)

    def is_overdue(self, today):
        return self.review_due_on is not None and self.review_due_on < today

    def is_visible(self, now=None):
        now = now or timezone.now()
        return (
            self.status == self.Status.PUBLISHED
            and (self.publish_at is None or self.publish_at <= now)
            and (self.expires_at is None or self.expires_at > now)
        )


def is_later(end, start, name, sentence):
    """A check constraint named `name`: the column `end` is later than `start`; `sentence` says so to staff."""
    condition = Q(**{f"{end}__gt": F(start)})
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=sentence)


def ends_after_it_starts(start, end, name):
    """A check constraint named `name`: `end` is empty or later than or equal to `start`."""
    return models.CheckConstraint(
        condition=Q(**{f"{start}__isnull": True}) | Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)}),
        name=name,
        violation_error_message=_s("The end must not come before the start."),
    )
