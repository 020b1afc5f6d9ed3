"""Fields of words: HTML in them is refused, and what nobody can see is left out before any form reads it.

Angle brackets of prose stay: “< 18”, “a < b”, “Jan <jan@example.org>”.
"""

import re
from functools import wraps

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.forms import CharField, EmailField, PasswordInput

from cic_portal.languages import staff_text as _s
from cic_portal.typed_text import UNSEEN_BY_STAFF, without_unseen

# What a browser takes for a tag: closed, or open with an attribute, which swallows what follows on the page.
MARKUP = re.compile(
    r"<(?:!--|!doctype\b|!\[cdata\[|\?(?:xml|php)\b|/?(?:script|style|iframe|svg|img|object|embed)\b"
    r"|/?[a-z][a-z0-9-]*(?::[a-z][a-z0-9-]*)?(?:[\s/][^<>]*)?>|[a-z][a-z0-9-]*[\s/]+[\w:-]+\s*=)",
    re.IGNORECASE,
)
LONGEST_QUOTE = 40  # characters of what is refused: enough to find it again


def validate_plain(value):
    """Refuse HTML in a text, or in any text inside a list or an object."""
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        for part in value:
            validate_plain(part)
    elif isinstance(value, str) and (found := MARKUP.search(value)):
        raise ValidationError(
            _s("“%(tag)s” looks like HTML. This field takes words only: delete it, or put a space after “<”."),
            code="markup",
            params={"tag": value[found.start() :][:LONGEST_QUOTE]},
        )


def refuse_markup(fields):
    """Let every field of `fields` (a dict) that is typed refuse markup; what has a form of its own says so itself."""
    for field in fields.values():
        is_typed = isinstance(field, CharField) and not isinstance(field, EmailField)
        has_form = any(isinstance(validator, RegexValidator) for validator in getattr(field, "validators", ()))
        if is_typed and not has_form and not isinstance(field.widget, PasswordInput):
            # Declared fields are shared by all forms of their class.
            field.validators = [*(v for v in field.validators if v is not validate_plain), validate_plain]


class WordsOnlyMixin:
    """An admin in all of whose forms HTML is refused, beside the field and with what was typed still there."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        refuse_markup(form.base_fields)
        return form

    def get_formsets_with_inlines(self, request, obj=None):
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            refuse_markup(formset.form.base_fields)
            yield formset, inline

    def get_changelist_formset(self, request, **kwargs):
        formset = super().get_changelist_formset(request, **kwargs)
        refuse_markup(formset.form.base_fields)
        return formset


def words_only(admin_class):
    """`admin_class`, refusing markup; a site registers every admin so, those of libraries too."""
    if issubclass(admin_class, WordsOnlyMixin):
        return admin_class
    names = {"__module__": admin_class.__module__, "__doc__": admin_class.__doc__}
    return type(admin_class.__name__, (WordsOnlyMixin, admin_class), names)


def hears_visible_signs(view):
    """`view`, to which posted text comes composed (NFC) and without characters that nobody sees; passwords as typed."""

    @wraps(view)
    def heard(request, *args, **kwargs):
        if request.method == "POST":
            typed, request.POST = request.POST, without_unseen(request.POST, UNSEEN_BY_STAFF)
            for name in typed:
                if "password" in name:
                    request.POST.setlist(name, typed.getlist(name))
        return view(request, *args, **kwargs)

    return heard
