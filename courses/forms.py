from django import forms

from cic_portal import languages
from contact.models import OpeningHours
from courses.models import CourseInstance


class CourseInstanceForm(forms.ModelForm):
    weekdays = forms.TypedMultipleChoiceField(
        choices=OpeningHours.Weekday.choices, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    languages_of_instruction = forms.MultipleChoiceField(
        choices=[(language.code, language.own_name) for language in languages.LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
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
            "languages_of_instruction",
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
