from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.letters.kinds import kind_choices, kinds_visible_to
from cic_portal.personal_data.models import PersonalData, PersonalDataQuerySet

# A worker that holds a letter for longer than this has died on another machine; the letter is free again.
LEASE = timedelta(minutes=5)
# How long a letter waits after each failed try. After the last it has failed for good, about four days later.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440))


class LetterQuerySet(PersonalDataQuerySet):
    def visible_to(self, user):
        """All, or those about what is the work of `user` anyway."""
        return self if user.has_perm("letters.see_all_letters") else self.filter(kind__in=kinds_visible_to(user))

    def due(self, now):
        """Letters that may be sent at `now`, those waiting longest first."""
        waiting = Q(state=Letter.State.QUEUED, next_attempt_at__lte=now)
        abandoned = Q(state=Letter.State.SENDING, claimed_at__lte=now - LEASE)
        return self.filter(waiting | abandoned).order_by("next_attempt_at", "pk")

    def past_retention(self, today):
        sent = Q(state=Letter.State.SENT, created_at__date__lt=today - timedelta(days=30))
        return self.filter(sent | Q(created_at__date__lt=today - timedelta(days=90)))

    def of_person(self, *, email, phone):
        return self.filter(recipient__iexact=email) if email else self.none()


class Letter(PersonalData):
    """One letter to one address, ready to be sent: what it says no longer depends on any other row."""

    class State(models.TextChoices):
        QUEUED = "queued", _s("waiting")
        SENDING = "sending", _s("being sent")
        SENT = "sent", _s("sent")
        FAILED = "failed", _s("failed")

    RETENTION = "30 days after it was written when it was sent, 90 days otherwise"
    NOT_EXPORTED = ("headers", "message_id", "is_confidential", "claimed_by", "claimed_at", "next_attempt_at")

    kind = models.CharField(_s("kind"), max_length=40, choices=kind_choices)
    language = models.CharField(_s("language"), max_length=2, choices=languages.choices)
    recipient = models.EmailField(_s("recipient"))
    subject = models.CharField(_s("subject"), max_length=200)
    text = models.TextField(_s("text"))
    html = models.TextField(_s("HTML"), blank=True)
    calendar = models.TextField(_s("calendar"), blank=True)
    headers = models.JSONField(default=dict, blank=True)
    # Holds a link that opens an account: its words are for the recipient alone, and are gone once it was sent.
    is_confidential = models.BooleanField(default=False)
    # The same at every try: a receiving server that got the letter twice can tell.
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_s("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_s("tries"), default=0)
    error = models.CharField(_s("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_s("written at"))
    next_attempt_at = models.DateTimeField(_s("next try"))
    claimed_by = models.CharField(max_length=120, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_s("sent at"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="letters_to_send")]
        permissions = [
            ("send_letter", "Can send failed letters again"),
            ("see_all_letters", "Can see letters about everything"),
        ]
        verbose_name = _s("letter")
        verbose_name_plural = _s("letters")

    def __str__(self):
        return f"{self.get_kind_display()}, {timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"

    def forget(self):
        self.delete()

    def as_export(self):
        exported = super().as_export()
        return exported | {"text": "", "html": ""} if self.is_confidential else exported
