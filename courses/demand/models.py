from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.models import ContactDetails, PersonalDataQuerySet, Submitted
from courses.models import Course
from courses.timetable import TimeOfDay
from services.models import Offer

# How far back the table of the demand looks, and how long an answer is kept.
WINDOW = timedelta(days=90)
# Asking needs no planning; vocational courses are asked for as a course.
NOT_PLANNED = ("information-point", "vocational-skills")


class Level(models.TextChoices):
    """CEFR levels in words that a learner understands, and the honest answer."""

    UNKNOWN = "unknown", _("I do not know")
    A1 = "A1", _("A1 – first words")
    A2 = "A2", _("A2 – simple talks")
    B1 = "B1", _("B1 – everyday life and work")
    B2 = "B2", _("B2 – almost everything")
    C1 = "C1", _("C1 – fluent")


def offer_choices(now):
    """(key, words) of what can be wished for: the kinds of courses, then the Centre's own offers, in page order."""
    offers = Offer.objects.published(now).exclude(slug__in=NOT_PLANNED)
    return [*Course.Kind.choices, *((offer.slug, str(offer.text("title"))) for offer in offers)]


@dataclass(frozen=True)
class Cell:
    """One cell of the table: how many people want `offer` at `level` and `time` and read `language`."""

    offer: str
    level: str
    time: str
    language: str
    count: int = 0
    reachable: int = 0


class InterestQuerySet(PersonalDataQuerySet):
    def recent(self, now):
        return self.filter(created_at__gte=now - WINDOW)

    def past_retention(self, today):
        old = self.filter(created_at__date__lt=today - WINDOW)
        return old.exclude(email="", phone="", note="")

    def demand(self, now):
        """Cells of the last 90 days, the largest first. Counted here: lists inside a row differ between databases."""
        counts = {}
        for wish in self.recent(now).order_by():
            for offer in wish.offers:
                for time in wish.times or [""]:
                    key = (offer, wish.level if offer == Course.Kind.POLISH else "", time, wish.language)
                    count, reachable = counts.get(key, (0, 0))
                    counts[key] = (count + 1, reachable + bool(wish.email or wish.phone))
        cells = [Cell(*key, *numbers) for key, numbers in counts.items()]
        return sorted(cells, key=lambda cell: (-cell.count, cell.offer, cell.level, cell.time, cell.language))

    def wanting(self, now, *, offer, level="", time=None, language=""):
        """The recent wishes of one cell of the table; an empty `time` is the cell of those who named none."""
        wishes = self.recent(now)
        if language:
            wishes = wishes.filter(language=language)
        return [
            wish
            for wish in wishes
            if offer in wish.offers and level in ("", wish.level) and (time is None or time in (wish.times or [""]))
        ]


class Interest(Submitted, ContactDetails):
    RETENTION = "90 days after it was sent; then only what was wished for remains, without a contact"

    offers = models.JSONField(_s("wanted"), default=list)
    level = models.CharField(_s("level"), max_length=7, choices=Level, default=Level.UNKNOWN)
    times = models.JSONField(_s("time"), default=list)
    note = models.CharField(_s("note"), max_length=500, blank=True)
    created_at = models.DateTimeField(_s("sent at"))
    invited_at = models.DateTimeField(_s("invited at"), null=True, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["created_at"], name="interests_by_day")]
        verbose_name = _s("wish")
        verbose_name_plural = _s("wishes")

    def __str__(self):
        return ", ".join(self.offers)

    def times_in_words(self):
        return [TimeOfDay(time).label for time in self.times if time in TimeOfDay.values]

    def forget(self):
        """The wish still counts; nobody can tell whose it was."""
        self.email = self.phone = self.note = ""
        self.save(update_fields=["email", "phone", "note"])
