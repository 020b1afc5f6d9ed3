from django import forms
from django.utils.text import slugify

from cic_portal.accounts.account_form import RolesField, WithLanguages
from cic_portal.accounts.models import User
from cic_portal.desk.forms import DeskFormMixin
from cic_portal.languages import staff_text as _s

LONGEST_USERNAME = 150


class InviteForm(DeskFormMixin, WithLanguages):
    """Who is invited; the password is theirs alone to choose."""

    roles = RolesField()

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "username", "desk_language", "roles", "languages"]
        labels = {"email": _s("E-mail"), "username": _s("User name")}
        help_texts = {
            "email": _s("The letter with the link goes here."),
            "username": _s("May stay empty: then it is what stands before the @ of the e-mail address."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "email"):
            self.fields[name].required = True
        self.fields["username"].required = False

    def clean_email(self):
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_s("Somebody with this e-mail address has an account already."))
        return email

    def clean(self):
        data = super().clean()
        if not data.get("username") and data.get("email"):
            data["username"] = free_username(data["email"].partition("@")[0])
        return data


def free_username(wish):
    """`wish` as a user name that nobody has: `anna.nowak`, and the next one `anna.nowak2`."""
    name = ".".join(part for part in map(slugify, wish.split(".")) if part)[: LONGEST_USERNAME - 5] or "staff"
    taken = set(User.objects.filter(username__istartswith=name).values_list("username", flat=True))
    taken = {username.casefold() for username in taken}
    numbered = (f"{name}{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(found for found in numbered if found not in taken)
