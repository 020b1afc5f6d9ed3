from datetime import datetime, time, timedelta

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget
from django.utils import timezone

from cic_portal import languages
from cic_portal.desk.fields import DayField, LanguagesField
from cic_portal.desk.forms import DeskForm
from cic_portal.languages import staff_text as _s
from cic_portal.local_time import WARSAW, YEARS, in_kalisz
from cic_portal.visitors.forms import email_field, phone_field
from contact.appointments.actions import Visitor
from contact.appointments.models import Absence, Adviser, Appointment, Availability
from contact.appointments.slots import read_value
from contact.forms import WeekFormSet, overlap
from services.models import Offer


class AdviserForm(forms.ModelForm):
    languages = LanguagesField(label=_s("Languages"))

    class Meta:
        model = Adviser
        fields = ("desk_name", "public_name", "role", "offers", "languages", "user", "is_active", "position")
        widgets = {"offers": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "offers" in self.fields:  # not for who may only look
            self.fields["offers"].queryset = Offer.objects.filter(is_bookable=True)


class AvailabilityForm(forms.ModelForm):
    languages = LanguagesField(
        label=_s("Languages"), required=False, help_text=_s("Leave it empty for all languages of this adviser.")
    )

    class Meta:
        model = Availability
        fields = ("weekday", "opens", "closes", "slot_minutes", "offer", "languages", "valid_from", "valid_through")


class AvailabilityFormSet(WeekFormSet):
    """The hours of one adviser: at no moment do two of them count."""

    def share_a_minute(self, one, other):
        return overlap(one, other) and _share_a_day(one, other)


def _share_a_day(one, other):
    first, second = (
        (values.get("valid_from") or datetime.min.date(), values.get("valid_through") or datetime.max.date())
        for values in (one, other)
    )
    return first[0] <= second[1] and second[0] <= first[1]


class AbsenceForm(forms.ModelForm):
    """From a day to a day; without times it is the whole day, without a last day the same one."""

    first_day = forms.DateField(label=_s("First day"), widget=AdminDateWidget)
    from_time = forms.TimeField(
        label=_s("From"), required=False, widget=AdminTimeWidget, help_text=_s("Empty: the whole day.")
    )
    last_day = forms.DateField(
        label=_s("Last day"), required=False, widget=AdminDateWidget, help_text=_s("Empty: the same day.")
    )
    until_time = forms.TimeField(
        label=_s("Until"), required=False, widget=AdminTimeWidget, help_text=_s("Empty: the whole day.")
    )

    class Meta:
        model = Absence
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            starts_at, ends_at = (
                timezone.localtime(m, WARSAW) for m in (self.instance.starts_at, self.instance.ends_at)
            )
            ends_at_midnight = ends_at.time() == time()
            self.initial |= {
                "first_day": starts_at.date(),
                "from_time": None if starts_at.time() == time() else starts_at.time(),
                "last_day": ends_at.date() - timedelta(days=ends_at_midnight),
                "until_time": None if ends_at_midnight else ends_at.time(),
            }

    def clean(self):
        data = super().clean()
        if not self.errors and data.get("first_day"):
            last_day = data["last_day"] or data["first_day"]
            starts_at = in_kalisz(data["first_day"], data["from_time"] or time())
            ends_at = in_kalisz(last_day, data["until_time"] or time())
            if not data["until_time"]:
                ends_at += timedelta(days=1)
            if ends_at <= starts_at:
                self.add_error(
                    "last_day" if last_day < data["first_day"] else "until_time",
                    _s("It must end later than it starts."),
                )
            self.instance.starts_at, self.instance.ends_at = starts_at, ends_at
        return data


class ChosenDayForm(DeskForm):
    """Which day, and whose: what cannot be read is today, and everybody whose calendar `user` may open."""

    on = DayField(required=False, label=_s("Day"))
    adviser = forms.ModelChoiceField(queryset=None, required=False, label=_s("Adviser"), empty_label=_s("All advisers"))
    moving = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["adviser"].queryset = Adviser.objects.visible_to(user)
        self.fields["moving"].queryset = Appointment.objects.visible_to(user).with_everything()

    def advisers(self):
        """The one that is asked for, else all, as a queryset."""
        everybody, chosen = self.fields["adviser"].queryset, self.value("adviser")
        return everybody.filter(pk=chosen.pk) if chosen else everybody

    def clean_on(self):
        day = self.cleaned_data["on"]
        return day if day and day.year in YEARS else None

    def value(self, name):
        self.is_valid()
        return self.cleaned_data.get(name)


class WalkInForm(DeskForm):
    """Somebody on the phone or at the desk: a name or a phone is enough. Who gives an e-mail gets the letters."""

    name = forms.CharField(label=_s("Name"), max_length=80, required=False)
    phone = phone_field(label=_s("Phone"), required=False)
    email = email_field(label=_s("E-mail"), required=False)
    source = forms.ChoiceField(
        label=_s("How"), choices=[choice for choice in Appointment.Source.choices if choice[0] != "web"]
    )
    language = forms.ChoiceField(label=_s("Language"), choices=languages.CHOICES)
    offer = forms.ModelChoiceField(
        Offer.objects.filter(is_bookable=True),
        label=_s("Offer"),
        required=False,
        empty_label=_s("What the adviser does"),
    )
    slot = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_slot(self):
        try:
            return read_value(self.cleaned_data["slot"])
        except ValueError as error:
            raise forms.ValidationError(_s("Choose a time."), code="invalid") from error

    def clean(self):
        data = super().clean()
        if not self.errors and not data["name"] and not data["phone"]:
            self.add_error("name", _s("Write a name or a phone number."))
        return data

    def visitor(self):
        data = self.cleaned_data
        phone = data["phone"].as_e164 if data["phone"] else ""
        return Visitor(data["name"], data["email"], phone, data["language"])
