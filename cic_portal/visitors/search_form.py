from django import forms
from django.utils.translation import gettext_lazy as _

from cic_portal.visitors.layout import LaidOut

LONGEST_QUERY = 100  # characters


class SearchForm(LaidOut, forms.Form):
    use_required_attribute = False  # an empty search opens the search page, which says what to do

    q = forms.CharField(
        label=_("What do you need?"),
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "enterkeyhint": "search"}),
        error_messages={"max_length": _("Please use fewer words."), "required": _("Type what you look for.")},
    )
