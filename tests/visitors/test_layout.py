"""Fields of public forms are placed by the layout of their form, once, and by nothing else."""

import re
from pathlib import Path

import pytest
from crispy_forms.layout import Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.urls import get_resolver

from cic_portal.visitors.layout import LaidOut, Part

FIELD_TEMPLATES = re.compile(r"forms/(?:field|control|choices|tick)\.html|as_crispy_field")
# What a page writes itself: a trap for robots, and the path of the page that is rated.
HIDDEN_BY_HAND = {"path", "website"}


def forms_of_visitors():
    get_resolver().url_patterns  # noqa: B018 – loads every view, and with it every form

    def below(form):
        for child in form.__subclasses__():
            yield from (child, *below(child))

    return [form for form in below(LaidOut) if form.layout and not form.__module__.startswith("tests.")]


def test_a_layout_places_every_field_of_its_form_once():
    placed = {form: [name.name for name in Layout(*form.layout).get_field_names()] for form in forms_of_visitors()}

    assert placed
    assert {form: sorted(names) for form, names in placed.items()} == {
        form: sorted(set(form.base_fields) - HIDDEN_BY_HAND) for form in placed
    }


def test_no_page_places_a_field_by_itself():
    templates = Path(settings.BASE_DIR, "templates")
    pages = [path.relative_to(templates).as_posix() for path in templates.rglob("*.html")]

    assert [
        page
        for page in pages
        if not page.startswith("forms/") and FIELD_TEMPLATES.search((templates / page).read_text(encoding="utf-8"))
    ] == []


class Sample(LaidOut, forms.Form):
    layout = ("second", Part("forms/error_summary.html"), "first")

    first = forms.CharField(label="First")
    second = forms.BooleanField(label="Second")


def test_fields_stand_in_the_order_of_the_layout_and_parts_between_them():
    html = render_crispy_form(Sample({}), context={"form": Sample({})})

    places = [html.index(text) for text in ('id="id_second"', "error-summary", 'id="id_first"')]
    assert places == sorted(places)


def test_a_layout_that_names_no_field_of_its_form_is_a_mistake():
    class Wrong(Sample):
        layout = ("third",)

    with pytest.raises(Exception, match="third"):
        render_crispy_form(Wrong())
