"""Where a text names something: before it is deleted, staff learn which pages still need it."""

from functools import reduce
from operator import or_

from django.contrib import admin
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from cic_portal import languages
from cic_portal.editing.wholes import PARTS, WHOLES, translated_words


def pages_that_mention(needle, is_meant):
    """Safe HTML for each page in whose texts `needle` stands and `is_meant(text)` agrees, with its languages.

    One query for each kind of text. `needle` finds candidates in SQL, whatever white space stands around it.
    """
    found = {}
    for model in (row.model for row in (*WHOLES, *PARTS)):
        columns = [f"{word}_{code}" for word in translated_words(model) for code in languages.CODES]
        if not columns:
            continue
        has_needle = reduce(or_, (Q(**{f"{name}__contains": needle}) for name in columns))
        for row in model._base_manager.filter(has_needle).select_related(*_links_to_whole(model)):
            codes = [name.rpartition("_")[2] for name in columns if is_meant(getattr(row, name) or "")]
            if codes:
                found.setdefault(_page(row), set()).update(codes)
    return [_line(page, codes) for page, codes in found.items()]


def _links_to_whole(model):
    part = PARTS.get(model)
    return [model._meta.get_field(part.link).name] if part else []


def _page(row):
    if type(row) in WHOLES:
        return row
    return getattr(row, row._meta.get_field(PARTS[type(row)].link).name)


def linked_from(page):
    """Safe HTML for each thing that is linked to `page` and would lose the link: one query for each relation."""
    relations = [relation for relation in page._meta.related_objects if relation.many_to_many]
    return [
        format_html('{}: <a href="{}">{}</a>', capfirst(other._meta.verbose_name), address(other), other)
        for relation in relations
        for other in relation.related_model._base_manager.filter(**{relation.field.name: page})
    ]


def _line(page, codes):
    names = ", ".join(languages.BY_CODE[code].own_name for code in languages.CODES if code in codes)
    return format_html('{}: <a href="{}">{}</a> ({})', capfirst(page._meta.verbose_name), address(page), page, names)


def address(page):
    try:
        return reverse(f"{admin.site.name}:{page._meta.app_label}_{page._meta.model_name}_change", args=[page.pk])
    except NoReverseMatch:
        return ""
