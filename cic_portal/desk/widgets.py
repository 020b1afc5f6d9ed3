from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime

from cic_portal.languages import staff_text as _s


class NamedSplitDateTime(AdminSplitDateTime):
    """A date and a time, each with a name of its own: the label above stands for both and names neither."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for part, words in zip(context["widget"]["subwidgets"], (_s("Date"), _s("Time")), strict=True):
            part["attrs"]["aria-label"] = str(words)
        return context


class DayInput(forms.DateInput):
    """The browser's own calendar, which reads and writes ISO dates alone."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """The browser's own clock, to the minute."""

    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")
