"""Where addresses stand: found by walking the fields of everything that visitors read, so a new kind of content or a new
field is looked through without a word here.
"""

import re
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models

from cic_portal import languages
from cic_portal.markup.mentions import addresses_in
from cic_portal.outgoing.targets import LONGEST
from cic_portal.publishing.models import Publishable
from cic_portal.texts.models import Translatable

WEB_ADDRESS = re.compile(r"https?://")


@dataclass(frozen=True)
class Column:
    name: str  # of the database column's field
    field: str  # the word that staff know
    code: str = ""  # of its language


@dataclass(frozen=True)
class Place:
    address: str
    model: str
    row: int
    field: str
    code: str


@cache
def content_models():
    """Everything that staff publish. Rows about people are left alone: what somebody wrote to us is nobody's to follow."""
    return tuple(model for model in apps.get_models() if issubclass(model, Translatable | Publishable))


@cache
def columns_of(model):
    """The Columns of `model` that may hold an address."""
    words = model.translated_fields() if issubclass(model, Translatable) else ()
    translated = {f"{word}_{code}": Column(f"{word}_{code}", word, code) for word in words for code in languages.CODES}
    found = []
    for field in model._meta.concrete_fields:
        if field.name in words or (not field.editable and field.name not in translated):
            continue
        if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices:
            found.append(translated.get(field.name, Column(field.name, field.name)))
    return tuple(found)


def places():
    """Every Place of an address, one query for each kind of content."""
    for model in content_models():
        columns = columns_of(model)
        if not columns:
            continue
        rows = model._base_manager.order_by("pk").values_list("pk", *(column.name for column in columns))
        for pk, *values in rows.iterator(chunk_size=500):
            for column, value in zip(columns, values, strict=True):
                for address in _addresses(value):
                    yield Place(address, model._meta.label_lower, pk, column.field, column.code)


def _addresses(value):
    """Each address in a text, in Markdown or in a list of `{"url"}`, once."""
    if isinstance(value, list):
        found = [item["url"] for item in value if isinstance(item, dict) and isinstance(item.get("url"), str)]
    elif isinstance(value, str) and WEB_ADDRESS.search(value):
        found = addresses_in(value)
    else:
        return ()
    return tuple(dict.fromkeys(address.partition("#")[0][:LONGEST] for address in found if address.strip()))
