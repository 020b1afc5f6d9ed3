from django import forms

from cic_portal.languages import staff_text as _s
from services.forms import ContentForm


class EventForm(ContentForm):
    tells_everybody = forms.BooleanField(
        label=_s("Tell everybody who signed up"),
        help_text=_s("When time or place change, they get a letter in their language."),
        initial=True,
        required=False,
    )
