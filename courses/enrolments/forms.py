from django import forms
from django.utils.translation import gettext_lazy as _

from cic_portal.visitors.forms import (
    PersonNameField,
    ReachableForm,
    email_field,
    language_field,
    phone_field,
    several_field,
)
from cic_portal.visitors.layout import Part
from courses.enrolments.actions.places import Person
from courses.enrolments.models import Enrolment


class EnrolmentForm(ReachableForm):
    """Who wants to take part. Nothing more is asked than a place and a letter need (GDPR-01)."""

    layout = (
        *("given_name", "family_name", "email", "phone", "language", "needs"),
        Part("enrolments/parts/data_notice.html"),
        "consent",
    )

    given_name = PersonNameField(
        label=_("Given name"),
        help_text=_("As in your passport. Latin letters help us with the certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "dir": "auto"}),
    )
    family_name = PersonNameField(
        label=_("Family name"), widget=forms.TextInput(attrs={"autocomplete": "family-name", "dir": "auto"})
    )
    email = email_field(
        label=_("E-mail"), help_text=_("One is enough: e-mail or phone. By e-mail you get a letter."), required=False
    )
    phone = phone_field(label=_("Phone"), help_text=_("Without an e-mail we call you."), required=False)
    language = language_field(label=_("Language of our letters"))
    needs = several_field(
        label=_("Would one of these help you? (optional)"), choices=Enrolment.Need.choices, required=False
    )
    consent = forms.BooleanField(
        label=_("I have read what the Centre does with my data."),
        error_messages={"required": _("Tick this box when you have read it.")},
    )

    def __init__(self, *args, has_child_care=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_child_care:
            choices = self.fields["needs"].choices
            self.fields["needs"].choices = [choice for choice in choices if choice[0] != Enrolment.Need.CHILD_CARE]

    @property
    def chosen_needs(self):
        return [Enrolment.Need(need).label for need in self.cleaned_data["needs"]]

    def person(self):
        data = self.cleaned_data
        return Person(
            given_name=data["given_name"],
            family_name=data["family_name"],
            email=data["email"],
            phone=data["phone"].as_e164 if data["phone"] else "",
            language=data["language"],
        )
