"""Long texts in a form: a box that holds Markdown, and over it the editor where the text is Markdown for readers, too.

The box is sent always, with the Markdown as it was shown. The script of the editor adds a second value, `<name>_html`,
once somebody has changed something; only then the server converts.
"""

from django.forms import CharField, Media, Textarea
from django.template.loader import render_to_string
from django_prose_editor.widgets import ProseEditorWidget
from js_asset import Script

from cic_portal import languages
from cic_portal.richtext.conversion import is_lossless, to_html, to_markdown
from cic_portal.richtext.links import validate_links_of_text
from cic_portal.richtext.readability import readability
from cic_portal.richtext.signs import EXTENSIONS

LONGEST_TEXT = 100_000  # characters; the longest page has 8,000


class LongTextWidget(ProseEditorWidget):
    """A box for words in one language; Polish ones have a hint on how hard they read.

    The base class knows the parts of the editor; its own scripts need an inline import map, which our
    Content-Security-Policy refuses, so ours loads the same editor by its address.
    """

    template_name = "admin/richtext/long_text.html"

    def __init__(self, *, language, is_rich=False, has_headings=True):
        self.language, self.is_rich, self.has_headings = language, is_rich, has_headings
        attrs = {
            "class": "vLargeTextField",
            "cols": "40",
            "rows": "10",
            "lang": language.code,
            "dir": language.direction,
        }
        super().__init__(
            attrs=attrs,
            config={"extensions": EXTENSIONS | {"Heading": has_headings and EXTENSIONS["Heading"]}},
            preset="desk",
        )

    @property
    def media(self):
        scripts = ["js/desk/readability.js"] if self.has_hint else []
        scripts += ["js/desk/rich-text.js"] if self.is_rich else []
        return Media(css={"all": ["css/desk-richtext.css"]}, js=[Script(path, type="module") for path in scripts])

    @property
    def has_hint(self):
        return self.language.code == languages.SOURCE

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        text = (value or "").replace("\r\n", "\n")
        is_shown = self.is_rich and is_lossless(text, has_headings=self.has_headings)
        config = context["widget"]["attrs"].pop("data-django-prose-editor-desk")
        editor = {
            "config": config,
            "html": to_html(text),
            "has_headings": self.has_headings,
            "has_polish_words": not self.has_hint,
        }
        context["editor"] = editor if is_shown else None
        context["is_too_rich"] = self.is_rich and not is_shown
        context["readability"] = readability(text) if self.has_hint else None
        return context

    def render(self, name, value, attrs=None, renderer=None):
        context = self.get_context(name, value, attrs)
        area = self._render(Textarea.template_name, context, renderer)
        return render_to_string(self.template_name, context | {"area": area})

    def value_from_datadict(self, data, files, name):
        """Markdown: that of the box, unless the editor has sent other words, or the same ones in other signs."""
        text, html = super().value_from_datadict(data, files, name), data.get(f"{name}_html")
        if not self.is_rich or not html:
            return text
        shown = to_markdown(to_html((text or "").replace("\r\n", "\n")), has_headings=self.has_headings)
        written = to_markdown(html, has_headings=self.has_headings)
        return text if written == shown else written


class LongTextField(CharField):
    """A long text with the line ends of the database: browsers send others, and nothing has changed by that."""

    widget = LongTextWidget

    def __init__(self, *, max_length=None, **kwargs):
        super().__init__(max_length=max_length or LONGEST_TEXT, **kwargs)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class RichTextField(LongTextField):
    """Markdown for readers: whatever it links to, it links to safely."""

    default_validators = [validate_links_of_text]


def long_text(code, *, is_rich=False, has_headings=True):
    """What `formfield_for_dbfield` needs for a text in the language `code`."""
    widget = LongTextWidget(language=languages.BY_CODE[code], is_rich=is_rich, has_headings=has_headings)
    return {"form_class": RichTextField if is_rich else LongTextField, "widget": widget}
