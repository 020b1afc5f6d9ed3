import uuid

from django import forms
from django.http import QueryDict
from django.utils import timezone

from cic_portal import languages
from cic_portal.desk.fields import ClockField, DayField
from cic_portal.desk.forms import DeskForm
from cic_portal.languages import staff_text as _s
from cic_portal.local_time import YEARS, in_kalisz
from cic_portal.richtext.plain import refuse_markup
from cic_portal.typed_text import without_unseen
from cic_portal.visitors.forms import PersonNameField, email_field, language_field, phone_field
from courses.enrolments.actions.places import Person
from courses.enrolments.group import Recipients
from courses.enrolments.models import Enrolment
from courses.models import Course

LONGEST_MESSAGE = 4000


class AddPersonForm(DeskForm):
    """Somebody who calls or stands at the counter."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    given_name = PersonNameField(label=_s("Given name"), widget=forms.TextInput(attrs={"dir": "auto"}))
    family_name = PersonNameField(label=_s("Family name"), widget=forms.TextInput(attrs={"dir": "auto"}))
    phone = phone_field(label=_s("Phone"), help_text=_s("A phone or an e-mail is enough."), required=False)
    email = email_field(label=_s("E-mail"), required=False)
    language = language_field(label=_s("Language of our letters"))
    needs = forms.MultipleChoiceField(
        label=_s("Needs"), choices=Enrolment.Need.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    is_informed = forms.BooleanField(
        label=_s("I have told the person what the Centre does with their data and for how long."),
        error_messages={"required": _s("Tell the person first, then tick this box.")},
    )

    def __init__(self, data=None, **kwargs):
        # As for visitors: in a name a mark of direction only keeps two people from being known as one.
        super().__init__(without_unseen(data) if isinstance(data, QueryDict) else data, **kwargs)
        # One opened form makes one enrolment, also after a double click.
        self.fields["submission"].initial = uuid.uuid4
        for field in self.fields.values():  # whoever sits here types about somebody else
            field.widget.attrs["autocomplete"] = "off"

    def clean(self):
        data = super().clean()
        if not {"email", "phone"} & set(self.errors) and not data.get("email") and not data.get("phone"):
            self.add_error("phone", _s("Write a phone number or an e-mail address."))
        return data

    def person(self):
        data = self.cleaned_data
        phone = data["phone"].as_e164 if data["phone"] else ""
        return Person(data["given_name"], data["family_name"], data["email"], phone, data["language"])


class CancelEnrolmentForm(DeskForm):
    ended = forms.ChoiceField(
        label=_s("Who cancels?"),
        choices=[
            (Enrolment.Ended.BY_PERSON, _s("The person: they called, wrote or came.")),
            (Enrolment.Ended.BY_CENTRE, _s("The Centre.")),
        ],
        initial=Enrolment.Ended.BY_PERSON,
        widget=forms.RadioSelect,
    )


class CompleteForm(DeskForm):
    level_reached = forms.ChoiceField(
        label=_s("Level reached"),
        help_text=_s("For the report to the funder. Leave it empty when nobody has tested it."),
        choices=[("", _s("not known")), *Course.Level.choices],
        required=False,
    )
    found_helpful = forms.TypedChoiceField(
        label=_s("Did it help the person?"),
        choices=[("", _s("not asked")), ("yes", _s("yes")), ("no", _s("no"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )

    def __init__(self, *args, has_level, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_level:
            del self.fields["level_reached"]


class MoveLessonForm(DeskForm):
    day = DayField(label=_s("New day"))
    starts_at = ClockField(label=_s("From"))
    ends_at = ClockField(label=_s("To"))

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise forms.ValidationError(_s("Write a year from 2000 to 2099."))
        return day

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        if data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", _s("A lesson must end later than it starts."))
        elif self.moment("starts_at") <= timezone.now():
            self.add_error("day", _s("Choose a time that is still to come."))
        return data

    def moment(self, name):
        day, clock = self.cleaned_data["day"], self.cleaned_data[name]
        return in_kalisz(day, clock)


class GroupTextForm(DeskForm):
    """One text for each of `spoken`, the languages of the readers; Polish comes first."""

    def __init__(self, *args, spoken, is_required=True, **kwargs):
        super().__init__(*args, **kwargs)
        for language in spoken:
            self.fields[f"text_{language.code}"] = forms.CharField(
                label=language.own_name,
                required=is_required and language.code == languages.SOURCE,
                max_length=LONGEST_MESSAGE,
                widget=forms.Textarea(attrs={"rows": 5, "lang": language.code, "dir": language.direction}),
            )
        refuse_markup(self.fields)

    def words(self):
        """The texts by language code, those that were written."""
        texts = {name.removeprefix("text_"): text for name, text in self.cleaned_data.items() if "text_" in name}
        return {code: text.strip() for code, text in texts.items() if text.strip()}


class GroupMessageForm(GroupTextForm):
    to = forms.ChoiceField(
        label=_s("To whom?"), choices=Recipients.choices, initial=Recipients.PLACE, widget=forms.RadioSelect
    )

    def recipients(self):
        return Recipients(self.cleaned_data["to"])


def submission_in(data):
    """The number that the page with the message shown once more carries in `confirmed`; None without one.

    No field of the form: who goes back to change the message has to see it once more.
    """
    try:
        return forms.UUIDField(required=False).clean(data.get("confirmed"))
    except forms.ValidationError:
        return None
