from django import forms
from django.conf import settings
from django.db import models
from django.template.defaultfilters import filesizeformat

from cic_portal import languages
from cic_portal.desk.forms import DeskForm
from cic_portal.languages import staff_text as _s
from cic_portal.translations.exchange.files import FileRefused
from cic_portal.translations.exchange.formats import FORMATS, read
from cic_portal.translations.exchange.judging import check_origin


class Which(models.TextChoices):
    TO_DO = "to-do", _s("What is missing or outdated")
    UNREAD = "unread", _s("That, and what nobody has read yet")
    ALL = "all", _s("Everything")


class ExportForm(DeskForm):
    """Which texts leave. Every choice has a value that suits most, so a link to the file may name the language alone."""

    language = forms.ChoiceField(label=_s("Into which language?"))
    which = forms.ChoiceField(
        label=_s("Which texts?"),
        choices=Which,
        initial=Which.TO_DO,
        required=False,
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label=_s("Which kinds of pages?"),
        help_text=_s("All of them when you tick none."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.ChoiceField(
        label=_s("Format"),
        help_text=_s("Ask the translator. Most tools read both; older ones want 1.2."),
        choices=[(version, f"XLIFF {version}") for version in FORMATS],
        initial="1.2",
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, codes, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, languages.BY_CODE[code].own_name) for code in codes]
        self.fields["kinds"].choices = kinds

    def clean(self):
        data = super().clean()
        for name in ("which", "version"):
            data[name] = data.get(name) or self.fields[name].initial
        data["kinds"] = data.get("kinds") or [value for value, _name in self.fields["kinds"].choices]
        return data


class UploadForm(DeskForm):
    file = forms.FileField(
        label=_s("File from the translator"),
        help_text=_s(
            "The .xlf or .xliff file that was exported here. You see what it would change before it is saved."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlf,.xliff,.xml,application/xliff+xml"}),
        error_messages={
            "required": _s("Choose a file."),
            "empty": _s("The file is empty."),
            "invalid": _s("Choose a file."),
        },
    )

    def __init__(self, *args, codes=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = codes
        self.code = ""

    def clean_file(self):
        """The ExchangeFile in what was uploaded; its language is in `code`. What is too large is not even read."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.EXCHANGE_UPLOAD_MAX_SIZE:
            most = filesizeformat(settings.EXCHANGE_UPLOAD_MAX_SIZE)
            raise forms.ValidationError(_s("The file is too large: at most %(size)s.") % {"size": most})
        try:
            file = read(upload.read())
            self.code = check_origin(file)
        except FileRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        if self.code not in self.codes:
            name = languages.BY_CODE[self.code].own_name
            raise forms.ValidationError(_s("You may not translate into this language: %(name)s.") % {"name": name})
        return file


class ConfirmImportForm(DeskForm):
    """`seen` names the preview; `rest` is asked for when something of the file would stay out."""

    seen = forms.CharField(widget=forms.HiddenInput)
    rest = forms.BooleanField(
        label=_s("Import the rest, without the texts that are refused"),
        required=False,
        error_messages={"required": _s("Tick it, or ask the translator for a new file first.")},
    )
    is_read = forms.BooleanField(
        label=_s("Read by a person who knows this language"),
        help_text=_s(
            "For the texts that the file calls final or reviewed. The notice to readers then goes away. "
            "Leave it empty when you do not know who read them."
        ),
        required=False,
    )

    def __init__(self, *args, has_refused, has_reviewed, **kwargs):
        super().__init__(*args, **kwargs)
        if has_refused:
            self.fields["rest"].required = True
        else:
            del self.fields["rest"]
        if not has_reviewed:
            del self.fields["is_read"]
