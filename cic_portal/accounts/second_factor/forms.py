from django import forms

from cic_portal.desk.forms import DeskForm
from cic_portal.languages import staff_text as _s

WRONG = _s("This code is not right, or it was used already. Wait until the app shows the next one.")


class CodeForm(DeskForm):
    """Takes what is pasted, with blanks and hyphens."""

    code = forms.CharField(
        label=_s("Code from your app"),
        help_text=_s("Six digits. The app shows new ones every half minute."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autocapitalize": "none",
                "spellcheck": "false",
                "dir": "ltr",
                "autofocus": True,
            }
        ),
    )


class BackupCodeForm(CodeForm):
    """The same, with the keyboard for letters."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _s("Backup code")
        self.fields["code"].help_text = _s("One of the ten codes that you printed or wrote down. Each works once.")
        self.fields["code"].widget.attrs["inputmode"] = "text"


class SetUpForm(CodeForm):
    """Who changes the app shows first that it is really them; a new colleague has just done so."""

    password = forms.CharField(
        label=_s("Your password"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("password", "code")

    def __init__(self, *args, user, asks_password, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["code"].widget.attrs.pop("autofocus")
        if not asks_password:
            del self.fields["password"]

    def clean_password(self):
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_s("This is not your password."), code="wrong")
        return self.cleaned_data["password"]


class PasswordForm(SetUpForm):
    """The password alone, before something that cannot be undone."""

    field_order = ("password",)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, asks_password=True, **kwargs)
        del self.fields["code"]
