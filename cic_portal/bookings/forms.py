from django import forms
from django.utils.translation import gettext_lazy as _

from cic_portal.bookings.references import normalised
from cic_portal.visitors.forms import (
    ContactField,
    PublicForm,
    ReachableForm,
    email_field,
    language_field,
    phone_field,
)


class LookUpForm(PublicForm):
    reference = forms.CharField(
        label=_("Booking reference"),
        help_text=_("You find it in our letter, for example K7QM2-9XWPD."),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the reference.")},
    )
    contact = ContactField(label=_("Your e-mail or phone"), help_text=_("The one that you gave us when you signed up."))

    def clean_reference(self):
        return normalised(self.cleaned_data["reference"])


class ContactForm(ReachableForm):
    """New contact data of the owner of a booking; one way of reaching them is enough."""

    email = email_field(label=_("E-mail"), required=False)
    phone = phone_field(label=_("Phone"), required=False)
    language = language_field(label=_("Language of our letters"))
