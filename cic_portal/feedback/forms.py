from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from cic_portal import languages
from cic_portal.feedback.models import Rating
from cic_portal.publishing.addresses import in_language, strip_language
from cic_portal.publishing.page_types import page_type_of
from cic_portal.visitors.layout import LaidOut
from cic_portal.visitors.pages import ObjectPage, PublicPage

LONGEST_COMMENT = Rating._meta.get_field("comment").max_length


class AboutPageForm(LaidOut, forms.Form):
    """A form under a page: it names the page, and has a field that only robots fill in."""

    use_required_attribute = False

    path = forms.CharField(max_length=300, widget=forms.HiddenInput)
    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_path(self):
        """The page without its language; refuses what is no public page of ours."""
        path = strip_language(self.cleaned_data["path"])
        try:
            match = resolve(in_language(path, languages.active().code))
        except Resolver404 as error:
            raise forms.ValidationError(_("We have no page at this address")) from error
        if not self.is_asked_about(match):
            raise forms.ValidationError(_("We have no page at this address"))
        return path

    def is_asked_about(self, match):
        """Whether the page to which a ResolverMatch leads has this form: any public page may."""
        return issubclass(getattr(match.func, "view_class", object), PublicPage)

    @property
    def is_from_robot(self):
        return bool(self.data.get("website"))


class RatingForm(AboutPageForm):
    layout = ("helpful", "comment")

    helpful = forms.ChoiceField(
        label=_("Was this page helpful?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no."), "invalid_choice": _("Choose yes or no.")},
    )
    comment = forms.CharField(
        label=_("What is missing or wrong?"),
        help_text=_(
            "You may leave it empty. Do not write your name, phone or e-mail here. We delete it after 90 days."
        ),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"max_length": _("Please write at most 300 characters.")},
    )

    def is_asked_about(self, match):
        view = getattr(match.func, "view_class", object)
        return issubclass(view, ObjectPage) and page_type_of(view.model).is_rated
