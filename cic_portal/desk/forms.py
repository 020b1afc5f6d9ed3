"""Forms of the desk."""

from django import forms

from cic_portal.richtext.plain import refuse_markup


class DeskFormMixin:
    """No markup in any field, and none of the browser's own sentences: they know neither our words nor the desk's language.

    What the fields take is composed and free of characters that nobody sees by the time a form reads it
    (`richtext.plain.hears_visible_signs`).
    """

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        refuse_markup(self.fields)


class DeskForm(DeskFormMixin, forms.Form):
    pass


class DeskModelForm(DeskFormMixin, forms.ModelForm):
    pass
