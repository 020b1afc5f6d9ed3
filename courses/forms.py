from django import forms
from django.utils.translation import gettext_lazy as _

from cic_portal import languages
from cic_portal.desk.fields import LanguagesField
from cic_portal.languages import staff_text as _s
from cic_portal.visitors.layout import LaidOut
from contact.models import OpeningHours
from courses.actions import days_with_lessons
from courses.models import Course, CourseInstance
from courses.timetable import TimeOfDay


class LenientChoiceField(forms.ChoiceField):
    """A filter: a value that is not offered, from an old link or a typing robot, filters nothing."""

    def __init__(self, *, label, choices):
        offered = choices if callable(choices) else lambda: choices
        super().__init__(label=label, choices=lambda: [("", _("All")), *offered()], required=False)

    def clean(self, value):
        return value if self.valid_value(value or "") else ""


class FilterForm(LaidOut, forms.Form):
    """What fits a reader; each field is empty for “all”."""

    kind = LenientChoiceField(label=_("Kind of course"), choices=Course.Kind.choices)
    level = LenientChoiceField(label=_("Level"), choices=Course.Level.choices)
    time = LenientChoiceField(label=_("When do you have time?"), choices=TimeOfDay.choices)
    language = LenientChoiceField(label=_("Taught in"), choices=languages.shown_choices)


class CourseInstanceForm(forms.ModelForm):
    weekdays = forms.TypedMultipleChoiceField(
        choices=OpeningHours.Weekday.choices, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    languages_of_instruction = LanguagesField()
    tells_everybody = forms.BooleanField(
        label=_s("Tell everybody who signed up"),
        help_text=_s("When dates, weekdays, times or place change, they get a letter in their language."),
        initial=True,
        required=False,
    )

    class Meta:
        model = CourseInstance
        fields = (
            "course",
            "starts_on",
            "ends_on",
            "weekdays",
            "starts_at",
            "ends_at",
            "place",
            "capacity",
            "enrolment_opens_at",
            "enrolment_closes_at",
            "languages_of_instruction",
            "has_child_care",
            "is_example",
            "status",
            "publish_at",
            "expires_at",
            "assured_on",
            "review_due_on",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("weekdays", "languages_of_instruction"):
            self.fields[name].label = CourseInstance._meta.get_field(name).verbose_name.capitalize()

    def clean(self):
        data = super().clean()
        first, last, weekdays = data.get("starts_on"), data.get("ends_on"), data.get("weekdays")
        if first and last and weekdays and first <= last and not days_with_lessons(first, last, weekdays):
            self.add_error(
                "weekdays", _s("There is no lesson in this pattern: check the dates, weekdays and holidays.")
            )
        return data
