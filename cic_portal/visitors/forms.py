import re
import unicodedata

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from cic_portal import languages
from cic_portal.typed_text import without_unseen
from cic_portal.visitors.layout import LaidOut


class PersonNameField(forms.CharField):
    """A name in any script; it must have a letter, and no digit or sign that a name never has."""

    STRANGE = re.compile(r"[\d<>@#$%^*=+{}\[\]|\\/:;!?\"_~]")

    def __init__(self, **kwargs):
        super().__init__(
            max_length=80,
            error_messages={
                "required": _("Write your name."),
                "max_length": _("Please write at most 80 characters."),
                "invalid": _("Write your name with letters only."),
            },
            **kwargs,
        )

    def to_python(self, value):
        return " ".join(super().to_python(value).split())

    def validate(self, value):
        super().validate(value)
        has_letter = any(letter.isalpha() for letter in value)
        has_sign = any(unicodedata.category(letter) in ("So", "Cn", "Co", "Cs") for letter in value)
        if value and (not has_letter or has_sign or self.STRANGE.search(value)):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


def email_field(**kwargs):
    message = _("Write the e-mail address like this: name@example.com")
    field = forms.EmailField(
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "inputmode": "email"}),
        error_messages={"invalid": message, "max_length": message},
        **kwargs,
    )
    field.validators = [EmailValidator(message=message), *field.validators[1:]]
    return field


def phone_field(**kwargs):
    message = _("Write the phone number like this: 600 123 456 or +380 67 123 45 67")
    return PhoneNumberField(
        region="PL",
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr", "inputmode": "tel"}),
        error_messages={"required": message, "invalid": message, "max_length": message},
        **kwargs,
    )


class ContactField(forms.CharField):
    """An e-mail address or a phone number in one field; cleaned to `(email, phone)`, one of them empty."""

    def __init__(self, **kwargs):
        message = _("Write an e-mail address or a phone number.")
        super().__init__(
            max_length=254,
            widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "email", "spellcheck": "false"}),
            error_messages={"required": message, "max_length": message},
            **kwargs,
        )

    def clean(self, value):
        value = super().clean(value).strip()
        if not value:
            return "", ""
        if "@" in value:
            return email_field().clean(value), ""
        return "", phone_field().clean(value).as_e164


def language_field(**kwargs):
    return forms.ChoiceField(
        choices=languages.shown_choices,
        widget=forms.Select(attrs={"autocomplete": "language"}),
        error_messages={"required": _("Choose a language."), "invalid_choice": _("Choose a language.")},
        **kwargs,
    )


def several_field(**kwargs):
    """Choices as boxes to tick."""
    message = _("Choose from this list.")
    return forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": message, "invalid_list": message},
        **kwargs,
    )


class PublicForm(LaidOut, forms.Form):
    """A form of a visitor. `token` and `website` are hidden; the second is there for robots alone."""

    marks_required = True
    use_required_attribute = False  # our own sentences, in the reader's language, instead of the browser's

    def __init__(self, data=None, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(None if data is None else without_unseen(data), **kwargs)

    @property
    def is_from_robot(self):
        return bool(self.data.get("website"))

    def typed(self):
        """(name, value) of everything that was typed, for a page that sends it again."""
        names = [self.add_prefix(name) for name in self.fields]
        lists = ((name, self.data.getlist(name)) for name in names if name in self.data)
        return [(name, value) for name, values in lists for value in values]


class ReachableForm(PublicForm):
    """A form with `email` and `phone`, one of which is enough."""

    def clean(self):
        data = super().clean()
        is_mistyped = "email" in self.errors or "phone" in self.errors
        if not is_mistyped and not data.get("email") and not data.get("phone"):
            self.add_error("email", _("Give us an e-mail address or a phone number. One is enough."))
        return data
