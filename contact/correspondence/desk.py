"""The page of one message at the desk: its forms, and what each button does."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone

from cic_portal import languages
from cic_portal.desk.forms import DeskForm
from cic_portal.languages import staff_text as _s
from contact.correspondence import actions
from contact.correspondence.forms import MessageTextField
from contact.correspondence.models import LONGEST_TEXT, AnswerTemplate, Message

LOGINS = "django.contrib.auth.backends.ModelBackend"


def colleagues():
    """Who may work on messages."""
    able = get_user_model().objects.with_perm("correspondence.change_message", backend=LOGINS)
    return able.filter(is_staff=True).order_by("username")


class ButtonForm(DeskForm):
    """One button of the page, and what is typed for it. `done` says in a sentence that it worked."""

    done = ""
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data=None, *, message, **kwargs):
        self.message = message
        super().__init__(data, auto_id=f"{self.verb()}_%s", **kwargs)

    @classmethod
    def verb(cls):
        return cls.__name__.removesuffix("Form").lower()

    def do(self, by):
        """Raises ChangedMeanwhile when a colleague was faster."""
        raise NotImplementedError

    @property
    def target(self):
        """Which message, and as it was when its page was opened."""
        return {"message": self.message, "seen": self.cleaned_data["revision"]}


class StartForm(ButtonForm):
    done = _s("It is yours now.")

    def do(self, by):
        actions.start(by=by, **self.target)


class AssignForm(ButtonForm):
    done = _s("Assigned.")
    to = forms.ModelChoiceField(label=_s("Colleague"), queryset=None, required=False, empty_label=_s("nobody"))

    def __init__(self, *args, message, **kwargs):
        super().__init__(*args, message=message, initial={"to": message.assigned_to_id}, **kwargs)
        self.fields["to"].queryset = colleagues()

    def do(self, by):
        actions.assign(to=self.cleaned_data["to"], **self.target)


class NoteForm(ButtonForm):
    done = _s("The note is kept.")
    text = MessageTextField(
        label=_s("Note for colleagues"),
        help_text=_s("The sender does not get it, but may ask to see what we keep about them."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def do(self, by):
        actions.note(message=self.message, by=by, text=self.cleaned_data["text"], now=timezone.now())


class AnswerForm(ButtonForm):
    done = _s("The letter leaves within a minute.")
    language = forms.ChoiceField(label=_s("Language of the answer"), choices=languages.CHOICES)
    text = MessageTextField(
        label=_s("Answer"),
        help_text=_s("The letter gets a heading, the name of the Centre and a link to write again by itself."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )

    def do(self, by):
        data = self.cleaned_data
        actions.answer(by=by, text=data["text"], language=data["language"], now=timezone.now(), **self.target)

    def clean(self):
        if not self.message.email:
            raise forms.ValidationError(_s("There is no e-mail address to write to."))
        return super().clean()


class CloseForm(ButtonForm):
    done = _s("Closed.")
    ending = forms.ChoiceField(choices=[choice for choice in Message.Ending.choices if choice[0] != "letter"])

    def do(self, by):
        actions.close(by=by, ending=self.cleaned_data["ending"], now=timezone.now(), **self.target)


class ReopenForm(ButtonForm):
    done = _s("It is open again.")

    def do(self, by):
        actions.reopen(now=timezone.now(), **self.target)


FORMS = {form.verb(): form for form in (StartForm, AssignForm, NoteForm, AnswerForm, CloseForm, ReopenForm)}


def offered(message):
    """The verbs that make sense for `message` now."""
    if message.is_closed:
        return ["note", "reopen"]
    return ["start", "assign", "note", *(["answer"] if message.email else []), "close"]


def prepared(message, template_pk):
    """(initial values of the answer, whether its text is Polish for want of the sender's language)."""
    template = AnswerTemplate.objects.filter(pk=template_pk).first() if str(template_pk).isdecimal() else None
    own = template.text_in("body", message.language) if template else ""
    if own or not template:
        return {"language": message.language, "text": own}, False
    return {"language": languages.SOURCE, "text": template.text_in("body", languages.SOURCE)}, True
