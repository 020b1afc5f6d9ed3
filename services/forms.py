from django import forms

from cic_portal.languages import staff_text as _s
from cic_portal.translations.admin import ConfirmForm
from services.links import lines_to_links, links_to_lines
from services.models import Amount, Term
from services.vocabulary import unknown_mention


class ContentForm(ConfirmForm):
    """Refuses a text that mentions a term or an amount that does not exist: readers would see a gap."""

    def clean(self):
        cleaned = super().clean()
        texts = {
            name: text for name, text in cleaned.items() if isinstance(text, str) and ("[[" in text or "{{" in text)
        }
        if texts:
            names = set(Term.objects.values_list("name", flat=True))
            slugs = set(Amount.objects.values_list("slug", flat=True))
            for name, text in texts.items():
                if unknown := unknown_mention(text, names, slugs):
                    self.add_error(
                        name, _s("%(mention)s is not known. Check the spelling or add it first.") % {"mention": unknown}
                    )
        return cleaned


class LinksField(forms.CharField):
    """Links as lines of text, `address | title | language | date`: no row of boxes to click through."""

    widget = forms.Textarea(attrs={"rows": 5, "cols": 100, "dir": "ltr"})

    def prepare_value(self, value):
        return links_to_lines(value) if isinstance(value, list) else value

    def to_python(self, value):
        return value if isinstance(value, list) else lines_to_links(super().to_python(value))
