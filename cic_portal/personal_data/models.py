from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from phonenumber_field.modelfields import PhoneNumberField

from cic_portal import languages
from cic_portal.languages import staff_text as _s

# Long enough to answer who saw what, also when somebody asks long after they were here.
RECORDS_KEPT = timedelta(days=3 * 365)


class PersonalDataQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Rows that are the business of `user`, who has the right to see rows of this kind.

        Models in which each has their own say more.
        """
        return self

    def past_retention(self, today):
        """Rows whose time is over at `today`: each model says when."""
        raise NotImplementedError

    def of_person(self, *, email, phone):
        """Rows about the person with this `email` or `phone` (E.164); an empty value finds nobody.

        Models that keep these two elsewhere look there.
        """
        condition = Q(pk__in=[])
        if email:
            condition |= Q(email__iexact=email)
        if phone:
            condition |= Q(phone=phone)
        return self.filter(condition)

    def with_same_person(self):
        """These rows and those that are known to be about the same people under other contacts."""
        return self


class PersonalData(models.Model):
    """A row about a person. `RETENTION` tells in words what `past_retention` does (GDPR-03)."""

    RETENTION = ""
    NOT_EXPORTED = ()  # columns that say nothing about the person

    class Meta:
        abstract = True

    objects = PersonalDataQuerySet.as_manager()

    def forget(self):
        """Remove or empty everything that points to the person; what is left is a number in a statistic."""
        raise NotImplementedError

    def expire(self):
        """What happens when its time is over; the same as `forget` unless a statistic has to stay."""
        self.forget()

    def as_export(self):
        """Every column of the row by name, as a person may ask for it (GDPR art. 15 and 20)."""
        return {
            column.name: column.value_from_object(self)
            for column in self._meta.concrete_fields
            if column.name not in self.NOT_EXPORTED
        }


class Submitted(PersonalData):
    """A row that a form makes. One opened form makes one row, however often it is sent."""

    NOT_EXPORTED = ("submission",)

    submission = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        abstract = True


class ContactDetails(models.Model):
    """How somebody is reached, and in which language; empty for who left nothing or was forgotten."""

    email = models.EmailField(_s("e-mail"), blank=True)
    phone = PhoneNumberField(_s("phone"), blank=True)
    language = models.CharField(_s("language"), max_length=2, choices=languages.choices, default=languages.SOURCE)

    class Meta:
        abstract = True


def personal_models():
    """The models with personal data of every app, in a steady order."""
    found = [model for model in apps.get_models() if issubclass(model, PersonalData)]
    return sorted(found, key=lambda model: model._meta.label)


class AppendOnly(Exception):
    """A record of what happened is neither changed nor removed before its time."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows are added, read, and removed by `purge` alone."""

    def past_retention(self, today):
        """Rows whose time is over at `today`."""
        return self.filter(at__date__lt=today - RECORDS_KEPT)

    def purge(self, today):
        """Remove the rows whose time is over at `today`; returns how many. Nothing else removes any."""
        count, _by_model = models.QuerySet.delete(self.past_retention(today))
        return count

    def update(self, **values):
        raise AppendOnly(f"{self.model.__name__} is not changed")

    def delete(self):
        raise AppendOnly(f"{self.model.__name__} is not removed before its time")

    def bulk_update(self, *args, **kwargs):
        raise AppendOnly(f"{self.model.__name__} is not changed")


class AppendOnlyRecord(models.Model):
    """What happened `at` a moment, for whoever asks later. Accounts may go, so the record keeps names of its own."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnly(f"{type(self).__name__} is not changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args, **kwargs):
        raise AppendOnly(f"{type(self).__name__} is not removed before its time")


class AccessRecord(AppendOnlyRecord):
    """Somebody at the desk saw, exported or erased data about people. Says whose kind of data, never the data itself."""

    class Action(models.TextChoices):
        LIST = "list", _s("saw a list")
        VIEW = "view", _s("saw one entry")
        EXPORT = "export", _s("exported")
        ERASE = "erase", _s("erased")

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_s("who")
    )
    # Stays when the account is removed.
    actor_name = models.CharField(_s("who"), max_length=150)
    action = models.CharField(_s("what"), max_length=10, choices=Action)
    subject = models.CharField(_s("of what"), max_length=120)
    object_id = models.CharField(_s("entry"), max_length=40, blank=True)
    count = models.PositiveIntegerField(_s("how many"), default=1)
    at = models.DateTimeField(_s("when"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        permissions = [("handle_person", "Can find, export and erase what is known of one person")]
        verbose_name = _s("access to personal data")
        verbose_name_plural = _s("access to personal data")

    def __str__(self):
        return f"{self.actor_name}: {self.action} {self.subject}"

    @property
    def subject_in_words(self):
        """The kind as the desk names it; its label when there is no such kind any more."""
        if self.subject == "person":
            return _s("one person")
        try:
            return apps.get_model(self.subject)._meta.verbose_name_plural
        except (LookupError, ValueError):  # ValueError: not of the form of a label
            return self.subject

    @property
    def object_in_words(self):
        """The number of an entry; before it the kind, where the rows of one thing were seen (`courseinstance 5`)."""
        kind, _space, number = self.object_id.rpartition(" ")
        if not kind:
            return number
        name = next((model._meta.verbose_name for model in apps.get_models() if model._meta.model_name == kind), kind)
        return f"{name} {number}"
