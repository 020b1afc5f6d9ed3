from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.letters.models import Letter
from cic_portal.personal_data.models import ContactDetails, PersonalData, PersonalDataQuerySet, Submitted
from cic_portal.texts.models import Translatable

LONGEST_TEXT = 4000  # characters: a page and a half
KEPT_AFTER_ANSWER = timedelta(days=90)
# What nobody answered must not go away while somebody may still look at it; half a year later nobody will.
KEPT_UNANSWERED = timedelta(days=180)
FIRST_WORDS = 60  # characters in the list: enough to know a message again, too few to read it there


class CallTime(models.TextChoices):
    """When somebody can be called, within the hours of the Centre. No choice means at any time."""

    EARLY = "early", _("Before 10:00")
    MIDDAY = "midday", _("From 10:00 to 13:00")
    LATE = "late", _("After 13:00")


class MessageQuerySet(PersonalDataQuerySet):
    def visible_to(self, user):
        """All, or those that are theirs and those that nobody has taken yet."""
        if user.has_perm("correspondence.see_all_messages"):
            return self
        return self.filter(Q(assigned_to=user) | Q(assigned_to=None))

    def past_retention(self, today):
        answered = Q(closed_at__date__lt=today - KEPT_AFTER_ANSWER)
        return self.filter(answered | Q(closed_at=None, waits_since__date__lt=today - KEPT_UNANSWERED))


class Message(Submitted, ContactDetails):
    """What somebody wrote, or whom to call back."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _s("message")
        CALL = "call", _s("call back")

    class State(models.TextChoices):
        NEW = "new", _s("new")
        IN_PROGRESS = "in_progress", _s("in progress")
        ANSWERED = "answered", _s("answered")

    class Ending(models.TextChoices):
        """How the matter ended."""

        LETTER = "letter", _s("answered by letter")
        PHONE = "phone", _s("answered by phone")
        NOTHING = "nothing", _s("closed without an answer")

    RETENTION = "90 days after it was answered or closed; without an answer 180 days after it came or was opened again"
    NOT_EXPORTED = ("submission", "revision", "assigned_to")

    kind = models.CharField(_s("kind"), max_length=10, choices=Kind, default=Kind.MESSAGE)
    name = models.CharField(_s("name"), max_length=80, blank=True)
    text = models.TextField(_s("text"), max_length=LONGEST_TEXT, blank=True)
    times = models.JSONField(_s("when to call"), default=list, blank=True)
    state = models.CharField(_s("state"), max_length=12, choices=State, default=State.NEW)
    ending = models.CharField(_s("how it ended"), max_length=10, choices=Ending, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_s("assigned to"),
    )
    # Raised by every change of the matter: who writes an answer learns that a colleague was faster.
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_s("received at"))
    waits_since = models.DateTimeField(_s("waits since"), editable=False)
    closed_at = models.DateTimeField(_s("closed at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "created_at"], name="messages_by_state"),
            models.Index(fields=["created_at"], name="messages_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="answered", closed_at__isnull=False) & ~Q(ending="")
                | ~Q(state="answered") & Q(closed_at__isnull=True, ending=""),
                name="message_says_when_and_how_it_ended",
            ),
            models.CheckConstraint(condition=~Q(email="", phone=""), name="message_can_be_answered"),
        ]
        permissions = [("see_all_messages", "Can see messages that a colleague looks after")]
        verbose_name = _s("message")
        verbose_name_plural = _s("messages")

    def __str__(self):
        return f"{self.get_kind_display()} {timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"

    @property
    def is_closed(self):
        return self.state == self.State.ANSWERED

    @property
    def is_call(self):
        return self.kind == self.Kind.CALL

    def times_in_words(self):
        return [CallTime(time).label for time in self.times if time in CallTime.values]

    def first_words(self):
        return Truncator(" ".join(self.text.split())).chars(FIRST_WORDS)

    def forget(self):
        """Notes and replies go with it; the letters have a time of their own."""
        self.delete()


class OfMessageQuerySet(PersonalDataQuerySet):
    """Notes and replies: about a person through their message, and kept as long as it."""

    def of_person(self, *, email, phone):
        return self.filter(message__in=Message.objects.of_person(email=email, phone=phone))

    def past_retention(self, today):
        """Nothing of its own: it goes with its message."""
        return self.none()


class OfMessage(PersonalData):
    """A text about a message, by somebody at the desk."""

    RETENTION = "as long as its message"

    text = models.TextField(_s("text"), max_length=LONGEST_TEXT)
    at = models.DateTimeField(_s("when"))

    objects = OfMessageQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"

    def forget(self):
        self.delete()


class Note(OfMessage):
    """What colleagues tell each other about a message. The person it is about may ask to see it."""

    NOT_EXPORTED = ("author",)

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="notes", verbose_name=Message._meta.verbose_name
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_s("who")
    )

    class Meta(OfMessage.Meta):
        verbose_name = _s("internal note")
        verbose_name_plural = _s("internal notes")


class Reply(OfMessage):
    """An answer that left as a letter; `language` is the one it is written in."""

    NOT_EXPORTED = ("by", "letter")

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="replies", verbose_name=Message._meta.verbose_name
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_s("who")
    )
    language = models.CharField(_s("language"), max_length=2, choices=languages.choices)
    # Says whether it has left; letters are kept for a shorter time.
    letter = models.ForeignKey(
        Letter, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=Letter._meta.verbose_name
    )

    class Meta(OfMessage.Meta):
        verbose_name = _s("answer")
        verbose_name_plural = _s("answers")


class AnswerTemplate(Translatable):
    """A text with which staff begin an answer, in the language of whoever asked."""

    title = models.CharField(_s("title"), max_length=120, help_text=_s("What it is about. Only staff see it."))
    body = models.TextField(
        _s("text"), max_length=LONGEST_TEXT, help_text=_s("The beginning of an answer. Whoever sends it can change it.")
    )
    position = models.PositiveSmallIntegerField(_s("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _s("text for answers")
        verbose_name_plural = _s("texts for answers")

    def __str__(self):
        return str(self.text("title"))
