"""Fields that several forms of the desk have."""

from django import forms

from cic_portal import languages
from cic_portal.desk.widgets import ClockInput, DayInput


class LanguagesField(forms.MultipleChoiceField):
    """Languages of the portal as boxes to tick; `codes` are those that can be."""

    def __init__(self, *, codes=languages.CODES, **kwargs):
        choices = [(code, languages.BY_CODE[code].own_name) for code in codes]
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)


class DayField(forms.DateField):
    """A day, chosen with what the browser has for it."""

    widget = DayInput


class ClockField(forms.TimeField):
    """A time of day in minutes, chosen with what the browser has for it."""

    widget = ClockInput
