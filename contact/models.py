from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from phonenumber_field.modelfields import PhoneNumberField

from cic_portal.languages import staff_text as _s
from cic_portal.publishing.models import Publishable, PublishableQuerySet, ends_after_it_starts
from cic_portal.translations.models import Translatable


class Centre(Publishable, Translatable):
    """One of the centres of the region. What is not known is empty."""

    slug = models.SlugField(_s("address"), unique=True)
    name = models.CharField(_s("name"), max_length=160)
    note = models.TextField(_s("note"), blank=True, help_text=_s("What is confirmed and since when."))
    city = models.CharField(_s("town"), max_length=80)
    street = models.CharField(_s("street and number"), max_length=160, blank=True)
    phone = PhoneNumberField(_s("phone"), blank=True)
    email = models.EmailField(_s("e-mail"), blank=True)
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
            )
        ]
        verbose_name = _s("centre")
        verbose_name_plural = _s("centres")

    def __str__(self):
        return self.text_in("name", "pl")


class OpeningHours(models.Model):
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
    opens = models.TimeField(_s("opens"))
    closes = models.TimeField(_s("closes"))

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="opening_hours_close_after_they_open",
                violation_error_message=_s("It must close later than it opens."),
            )
        ]
        verbose_name = _s("opening hours")
        verbose_name_plural = _s("opening hours")

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ClosureQuerySet(models.QuerySet):
    def upcoming(self, today):
        return self.filter(ends_on__gte=today).order_by("starts_on")


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
