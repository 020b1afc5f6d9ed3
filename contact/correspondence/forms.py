from django import forms
from django.utils.translation import gettext_lazy as _

from cic_portal.visitors.forms import (
    ContactField,
    PersonNameField,
    PublicForm,
    language_field,
    phone_field,
    several_field,
)
from contact.correspondence.models import LONGEST_TEXT, CallTime


class MessageTextField(forms.CharField):
    """A text of many lines, with the line ends of the database.

    The browser is not told how long it may be: it would cut what is pasted, without a word.
    """

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")

    def widget_attrs(self, widget):
        return {}


def name_field():
    return PersonNameField(
        label=_("Your name"),
        help_text=_("You may leave it empty."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )


class MessageForm(PublicForm):
    """Nothing more is asked than an answer needs (GDPR-01)."""

    name = name_field()
    contact = ContactField(label=_("Your e-mail or phone"), help_text=_("One is enough. We use it only to answer you."))
    language = language_field(
        label=_("Language of our answer"),
        help_text=_("We do not promise every language, but we look for a way."),
    )
    text = MessageTextField(
        label=_("Your message"),
        help_text=_("Write in any language. Do not write about your health, religion or PESEL number."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        error_messages={
            "required": _("Write your message."),
            "max_length": _("Please write at most 4000 characters."),
        },
    )


class CallForm(PublicForm):
    phone = phone_field(label=_("Your phone number"))
    language = language_field(
        label=_("In which language shall we speak?"),
        help_text=_("We do not promise every language, but we look for a way."),
    )
    times = several_field(
        label=_("When can we call?"),
        help_text=_("Choose nothing when any time is good."),
        choices=CallTime.choices,
        required=False,
    )
    name = name_field()
