from django import forms
from django.utils.translation import gettext_lazy as _

from cic_portal.visitors.forms import ContactField, PublicForm, language_field, several_field
from courses.demand.models import Interest, Level
from courses.timetable import TimeOfDay

LONGEST_NOTE = Interest._meta.get_field("note").max_length


class InterestForm(PublicForm):
    offers = forms.MultipleChoiceField(
        label=_("What do you need?"),
        help_text=_("Choose everything that fits."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one."),
            "invalid_choice": _("Choose from this list."),
            "invalid_list": _("Choose from this list."),
        },
    )
    level = forms.ChoiceField(
        label=_("How much Polish do you know?"),
        choices=Level.choices,
        required=False,
        initial=Level.UNKNOWN,
        error_messages={"invalid_choice": _("Choose from this list.")},
    )
    times = several_field(label=_("When do you have time?"), choices=TimeOfDay.choices, required=False)
    language = language_field(label=_("Your language"))
    contact = ContactField(
        label=_("Your e-mail or phone"),
        help_text=_("You may leave it empty. With it we can invite you when a course starts."),
        required=False,
    )
    note = forms.CharField(
        label=_("Something else that we should know"),
        help_text=_("You may leave it empty. Do not write about your health, religion or PESEL number."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"max_length": _("Please write at most 500 characters.")},
    )

    def __init__(self, *args, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offers"].choices = offers

    def clean_level(self):
        return self.cleaned_data["level"] or Level.UNKNOWN
