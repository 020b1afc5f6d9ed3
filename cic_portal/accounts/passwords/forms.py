from django import forms
from django.conf import settings
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm

from cic_portal.desk.forms import DeskForm, DeskFormMixin
from cic_portal.languages import staff_text as _s

ADVICE = _s(
    "At least 12 characters. Four or five words that have nothing to do with each other are good; so is what a "
    "password manager makes. Any characters, also blanks."
)


class NewPassword(DeskFormMixin):
    """The two fields of a new password, with our advice: Django’s is a list of what is forbidden."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("new_password1", _s("New password")), ("new_password2", _s("The same once more"))):
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].validators.append(_not_too_long)
        self.fields["new_password1"].help_text = ADVICE

    @property
    def password(self):
        return self.cleaned_data["new_password1"]


def _not_too_long(password):
    if len(password) > settings.LONGEST_PASSWORD:
        raise forms.ValidationError(
            _s("Not more than %(most)s characters, please."), params={"most": settings.LONGEST_PASSWORD}
        )


class NewPasswordForm(NewPassword, SetPasswordForm):
    pass


class ChangePasswordForm(NewPassword, PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _s("Your password until now")


class PasswordLinkForm(DeskForm):
    email = forms.EmailField(
        label=_s("The e-mail address of your account"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
