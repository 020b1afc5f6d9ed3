"""How a public form is laid out, by crispy-forms with our own pack (templates/forms/).

A form says once which fields it has, in which order, and what stands between them; a page writes `{% crispy form %}`.
"""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string


class Part:
    """A template that stands between two fields. It sees what the page sees."""

    def __init__(self, template):
        self.template = template

    def render(self, form, context, template_pack=TEMPLATE_PACK):
        return render_to_string(self.template, context.flatten())


class LaidOut:
    """A form whose `layout` names its fields, and what else crispy-forms can lay out. Without one it shows all fields."""

    layout = ()

    @property
    def helper(self):
        helper = FormHelper()
        helper.layout = Layout(*(self.layout or self.fields))
        return helper
