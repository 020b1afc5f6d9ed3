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
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("weekdays", "languages_of_instruction"):
            self.fields[name].label = CourseInstance._meta.get_field(name).verbose_name.capitalize()
