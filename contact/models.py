from datetime import timedelta
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from phonenumber_field.modelfields import PhoneNumberField

from cic_portal.languages import staff_text as _s
from cic_portal.publishing.models import Publishable, PublishableQuerySet, ends_after_it_starts, is_later
from cic_portal.texts.models import Translatable


class Centre(Publishable, Translatable):
    """One of the centres of the region. What is not known is empty."""

    slug = models.SlugField(_s("address"), unique=True)
    name = models.CharField(_s("name"), max_length=160)
    note = models.TextField(_s("note"), blank=True, help_text=_s("What is confirmed and since when."))
    city = models.CharField(_s("town"), max_length=80)
    street = models.CharField(_s("street and number"), max_length=160, blank=True)
    phone = PhoneNumberField(_s("phone"), blank=True)
    email = models.EmailField(_s("e-mail"), blank=True)
    latitude = models.DecimalField(
        _s("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_s("Of the door, like 51.762345. Leave both empty if nobody has checked them on a map."),
    )
    longitude = models.DecimalField(
        _s("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    way_description = models.TextField(
        _s("how to get there"),
        blank=True,
        help_text=_s("The nearest bus stops, the entrance, the floor, the lift. Shown to visitors; plain words."),
    )
    is_home = models.BooleanField(_s("the centre of this portal"), default=False)
    position = models.PositiveSmallIntegerField(_s("position"), default=0)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_home"],
                condition=Q(is_home=True),
                name="one_centre_is_home",
                violation_error_message=_s("Another centre is already the centre of this portal."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="centre_has_both_coordinates_or_none",
                violation_error_message=_s("Give both the latitude and the longitude, or neither."),
            ),
        ]
        verbose_name = _s("centre")
        verbose_name_plural = _s("centres")

    def __str__(self):
        return self.text_in("name", "pl")

    @property
    def has_coordinates(self):
        return self.latitude is not None and self.longitude is not None

    @property
    def address(self):
        """Street and town in one line; "" when the street is not known."""
        return f"{self.street}, {self.city}" if self.street else ""

    @property
    def map_url(self):
        """The centre on openstreetmap.org: its coordinates when staff have entered them, else a search for its address."""
        if self.has_coordinates:
            return f"https://www.openstreetmap.org/?mlat={self.latitude}&mlon={self.longitude}#map=18/{self.latitude}/{self.longitude}"
        return f"https://www.openstreetmap.org/search?query={quote(self.address)}" if self.address else ""

    @property
    def geo_uri(self):
        """A geo: address (RFC 5870), which phones open in the map that their owner uses."""
        if self.has_coordinates:
            return f"geo:{self.latitude},{self.longitude}"
        return f"geo:0,0?q={quote(self.address)}" if self.address else ""


def closes_after_it_opens(name):
    """A check constraint named `name` for a model of Hours."""
    return is_later("closes", "opens", name, Hours.CLOSES_TOO_EARLY)


class Hours(models.Model):
    """A span of one day."""

    CLOSES_TOO_EARLY = _s("It must close later than it opens.")

    opens = models.TimeField(_s("opens"))
    closes = models.TimeField(_s("closes"))

    class Meta:
        abstract = True

    def clean(self):
        """What the constraint refuses, said next to the field."""
        super().clean()
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": self.CLOSES_TOO_EARLY})


class OpeningHours(Hours):
    """A span of one weekday, every week. `weekday` is 1 for Monday to 7 for Sunday (ISO 8601)."""

    class Weekday(models.IntegerChoices):
        MONDAY = 1, _s("Monday")
        TUESDAY = 2, _s("Tuesday")
        WEDNESDAY = 3, _s("Wednesday")
        THURSDAY = 4, _s("Thursday")
        FRIDAY = 5, _s("Friday")
        SATURDAY = 6, _s("Saturday")
        SUNDAY = 7, _s("Sunday")

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="opening_hours", verbose_name=_s("centre")
    )
    weekday = models.PositiveSmallIntegerField(_s("weekday"), choices=Weekday, validators=[MaxValueValidator(7)])

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [closes_after_it_opens("opening_hours_close_after_they_open")]
        verbose_name = _s("opening hours")
        verbose_name_plural = _s("opening hours")

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ClosureQuerySet(models.QuerySet):
    def upcoming(self, today):
        return self.filter(ends_on__gte=today).order_by("starts_on")

    def soon(self, today):
        """Those that begin within two weeks and have not ended."""
        return self.upcoming(today).filter(starts_on__lte=today + timedelta(days=14))


class Closure(Translatable):
    """Days on which a centre is closed although its week says otherwise. Public holidays need no closure."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="closures", verbose_name=_s("centre"))
    starts_on = models.DateField(_s("first day"))
    ends_on = models.DateField(_s("last day"))
    reason = models.CharField(_s("reason"), max_length=200, blank=True, help_text=_s("Shown to visitors. Plain words."))

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [ends_after_it_starts("starts_on", "ends_on", "closure_ends_after_it_starts")]
        verbose_name = _s("closure")
        verbose_name_plural = _s("closures")

    def __str__(self):
        return f"{self.starts_on} – {self.ends_on}"

    def clean(self):
        """What the constraint refuses, said next to the field."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _s("The last day must not come before the first.")})


class ExtraOpeningQuerySet(models.QuerySet):
    def upcoming(self, today):
        return self.filter(on__gte=today).order_by("on", "opens")

    def overlapping(self, other):
        """Other extra openings of the same centre and day that share a minute with `other`."""
        same_day = self.filter(centre_id=other.centre_id, on=other.on).exclude(pk=other.pk)
        return same_day.filter(opens__lt=other.closes, closes__gt=other.opens)


class ExtraOpening(Hours, Translatable):
    """A span of one date. The extra openings of a date take the place of its weekday's hours, a holiday or a closure."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="extra_openings", verbose_name=_s("centre")
    )
    on = models.DateField(
        _s("day"), help_text=_s("On this day only these hours count, not those of the week, a closure or a holiday.")
    )
    reason = models.CharField(_s("reason"), max_length=200, blank=True, help_text=_s("Shown to visitors. Plain words."))

    objects = ExtraOpeningQuerySet.as_manager()

    class Meta:
        ordering = ["on", "opens"]
        constraints = [closes_after_it_opens("extra_opening_closes_after_it_opens")]
        verbose_name = _s("extra opening")
        verbose_name_plural = _s("extra openings")

    def __str__(self):
        return f"{self.on} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self):
        super().clean()
        is_complete = self.centre_id and self.on and self.opens and self.closes
        if is_complete and ExtraOpening.objects.overlapping(self).exists():
            raise ValidationError({"opens": _s("Another extra opening of this day has some of these hours.")})
