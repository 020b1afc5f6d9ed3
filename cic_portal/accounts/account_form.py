"""Roles and languages of an account as boxes to tick: for who invites a colleague and for the page of an account."""

from django import forms
from django.contrib.auth.forms import UserChangeForm
from django.utils.html import format_html

from cic_portal import languages
from cic_portal.accounts.models import User
from cic_portal.accounts.roles import Role, role_groups
from cic_portal.desk.fields import LanguagesField
from cic_portal.languages import staff_text as _s

ROLE = '<span class="role"><b>{}</b> <span class="role-sentence">{}</span></span>'
OWN_RIGHT = _s("You cannot take this from yourself. Ask another administrator.")


class RolesField(forms.ModelMultipleChoiceField):
    """Sends the codes of roles, so that a page and its style sheet can name them."""

    def __init__(self, **kwargs):
        kwargs = {"label": _s("Roles"), "required": False, "widget": forms.CheckboxSelectMultiple, **kwargs}
        kwargs.setdefault("help_text", _s("What this person may do. Without a role the desk shows nothing."))
        super().__init__(role_groups(), to_field_name="name", **kwargs)

    def label_from_instance(self, group):
        role = Role(group.name)
        return format_html(ROLE, role.label, role.sentence)


class WithLanguages(forms.ModelForm):
    """A form with `languages`, which count for translators alone; `roles_field` names the field of the roles."""

    roles_field = "roles"
    languages = LanguagesField(
        codes=languages.TARGETS,
        required=False,
        label=_s("Languages of a translator"),
        help_text=_s("Translations into these languages may be saved, and into no other."),
    )

    def clean(self):
        data = super().clean()
        if self.roles_field in data:
            self._clean_languages(data)
        return data

    def _clean_languages(self, data):
        is_translator = any(group.name == Role.TRANSLATOR for group in data[self.roles_field])
        if not is_translator:
            data["languages"] = []
        elif data.get("languages") == []:
            self.add_error("languages", _s("Choose at least one language for a translator."))

    def clean_languages(self):
        """In the order of the portal, however they were ticked."""
        return [code for code in languages.TARGETS if code in self.cleaned_data["languages"]]


class AccountForm(WithLanguages, UserChangeForm):
    """What an administrator may change of an account. `by` is that administrator."""

    by = None
    roles_field = "groups"
    groups = RolesField()
    password = None

    class Meta:
        model = User
        fields = (
            "username",
            "first_name",
            "last_name",
            "email",
            "groups",
            "languages",
            "is_active",
            "is_staff",
            "is_superuser",
            "desk_language",
        )

    def clean(self):
        data = super().clean()
        if self.by == self.instance:
            self._keep_own_rights(data)
        return data

    def _keep_own_rights(self, data):
        """Whoever administers accounts cannot lock themselves out, so somebody always remains who can."""
        for name in ("is_active", "is_staff"):
            if data.get(name) is False:
                self.add_error(name, OWN_RIGHT)
        keeps_role = any(group.name == Role.ADMINISTRATOR for group in data.get("groups", ()))
        if not keeps_role and not data.get("is_superuser", self.instance.is_superuser):
            self.add_error("groups", OWN_RIGHT)
