from django import forms
from django.core import signing

from cic_portal.languages import staff_text as _s
from cic_portal.pictures.files import StoredFiles, store_files
from cic_portal.pictures.models import Picture
from cic_portal.pictures.reading import MIME_TYPES, PictureRefused, read_picture
from cic_portal.translations.admin import ConfirmForm

SALT = "cic_portal.pictures.kept"


class PictureForm(ConfirmForm):
    """A picture is checked and made small before anything else, and kept while other fields are corrected."""

    upload = forms.FileField(
        label=_s("File"),
        required=False,
        allow_empty_file=True,
        help_text=_s("JPEG, PNG, WebP, AVIF or GIF, at most 15 MB. It is made smaller and cleaned of hidden data."),
        widget=forms.FileInput(attrs={"accept": ",".join(MIME_TYPES)}),
    )
    # A browser does not send a file a second time by itself: this stands for the one that was sent before.
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_upload(self):
        if (file := self.cleaned_data["upload"]) is None:
            return None
        try:
            return store_files(read_picture(file))
        except PictureRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean_kept(self):
        try:
            return (
                StoredFiles(*signing.loads(self.cleaned_data["kept"], salt=SALT)) if self.cleaned_data["kept"] else None
            )
        except (signing.BadSignature, TypeError):
            return None

    def clean(self):
        cleaned = super().clean()
        if "upload" not in self.fields or "upload" in self.errors:
            return cleaned
        files = cleaned.get("upload") or cleaned.get("kept")
        cleaned["files"] = files
        if files is None and not self.instance.pk:
            self.add_error("upload", _s("Choose a file."))
        elif files and (other := self._same(files)):
            self.add_error("upload", _s("This picture is already here: “%(alt)s”.") % {"alt": other})
        elif files:
            self._keep(files)
        return cleaned

    def _same(self, files):
        return Picture.objects.filter(digest=files.digest).exclude(pk=self.instance.pk).first()

    def _keep(self, files):
        token = signing.dumps([files.digest, files.width, files.height], salt=SALT)
        self.data = self.data.copy()
        self.data[self.add_prefix("kept")] = token
        self["upload"].help_text = _s("The picture that you chose is kept. You need not choose it again.")
