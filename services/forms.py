from django import forms
from django.utils.translation import gettext_lazy as _

from cic_portal.languages import staff_text as _s
from cic_portal.translations.admin import ConfirmForm
from cic_portal.visitors.layout import LaidOut
from services.links import lines_to_links, links_to_lines
from services.models import Amount, Term
from services.vocabulary import unknown_mention


class ContentForm(ConfirmForm):
    """Refuses a text that mentions a term or an amount that does not exist."""

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


class GuideForm(ContentForm):
    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and (around := self.instance.leads_back(cleaned.get("see_also") or ())):
            message = _s("“%(guide)s” leads back to this guide. Take it out, or take this guide out of its “see also”.")
            self.add_error("see_also", message % {"guide": around})
        return cleaned


class GlossaryForm(LaidOut, forms.Form):
    use_required_attribute = False

    q = forms.CharField(
        label=_("Find a word from a letter or a form"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "enterkeyhint": "search"}),
        error_messages={"max_length": _("Please use fewer words.")},
    )


class LinksField(forms.CharField):
    """Links as lines of text, `address | title | language | date`: no row of boxes to click through."""

    widget = forms.Textarea(attrs={"rows": 5, "cols": 100, "dir": "ltr"})

    def prepare_value(self, value):
        return links_to_lines(value) if isinstance(value, list) else value

    def to_python(self, value):
        return value if isinstance(value, list) else lines_to_links(super().to_python(value))
