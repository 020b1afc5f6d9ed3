from crispy_forms.layout import Field
from django import forms
from django.utils.translation import gettext_lazy as _

from cic_portal.visitors.forms import ContactField, PersonNameField, PublicForm, language_field, several_field
from cic_portal.visitors.layout import Part
from contact.appointments.actions import Visitor
from contact.appointments.models import Appointment
from contact.appointments.slots import read_value

CHOOSE_TIME = _("Choose a time.")
CHOOSE_FROM_LIST = _("Choose from this list.")


class AppointmentForm(PublicForm):
    """Who comes, and when. No more is asked than that and how to reach them (GDPR-01).

    `offers` are those that can be booked, by slug; `chosen` and `language` what was chosen before, which then only
    travels along. There is no note where the offer is confidential.
    """

    WHO_AND_WHEN = (
        *("offer", "language"),
        Field("slot", template="appointments/parts/slot.html"),
        *("name", "contact", "needs"),
    )

    offer = forms.ChoiceField(
        label=_("What do you need?"),
        error_messages={"required": CHOOSE_FROM_LIST, "invalid_choice": CHOOSE_FROM_LIST},
    )
    language = language_field(label=_("Your language"))
    slot = forms.CharField(
        label=_("Day and time"),
        widget=forms.HiddenInput,
        max_length=40,
        error_messages={"required": CHOOSE_TIME, "max_length": CHOOSE_TIME},
    )
    name = PersonNameField(
        label=_("Your name"),
        help_text=_("So that we know who comes. The given name is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    contact = ContactField(
        label=_("Your e-mail or phone"),
        help_text=_("One is enough. By e-mail you get a letter with everything. Without an e-mail we call you."),
    )
    needs = several_field(
        label=_("Would one of these help you? (optional)"), choices=Appointment.Need.choices, required=False
    )
    note = forms.CharField(
        label=_("What is it about? (optional)"),
        help_text=_("A few words are enough. Do not write about your health, religion or PESEL number."),
        required=False,
        max_length=Appointment._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        error_messages={"max_length": _("Please write at most 200 characters.")},
    )

    def __init__(self, *args, offers, chosen, language, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offer"].choices = [(slug, offer.text("title")) for slug, offer in offers.items()]
        for name, is_known in (("offer", chosen), ("language", language)):
            if is_known:
                self.fields[name].widget = forms.HiddenInput()
        if chosen is None or chosen.is_sensitive:
            del self.fields["note"]
        self.layout = (*self.WHO_AND_WHEN, self._about(chosen))

    def _about(self, chosen):
        """What is asked of the reason, or said in place of a question; None before anything was chosen."""
        if chosen is None:
            return None
        return Part("appointments/parts/confidential.html") if chosen.is_sensitive else "note"

    def clean_slot(self):
        try:
            return read_value(self.cleaned_data["slot"])
        except ValueError as error:
            raise forms.ValidationError(CHOOSE_TIME, code="invalid") from error

    @property
    def chosen_needs(self):
        return [Appointment.Need(need).label for need in self.cleaned_data["needs"]]

    def visitor(self):
        email, phone = self.cleaned_data["contact"]
        return Visitor(self.cleaned_data["name"], email, phone, self.cleaned_data["language"])
