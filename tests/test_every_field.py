"""A column that somebody adds is shown to readers, asked for at the desk, brought by content files and told of in the docs."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets

from cic_portal import languages
from cic_portal.editing.admin import SafeEditing
from cic_portal.loading.kinds import content_kinds
from cic_portal.publishing.addresses import in_language
from cic_portal.publishing.page_types import page_path
from cic_portal.texts.models import Translatable
from tests.page_examples import EXAMPLES

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 10, 11, tzinfo=UTC)
SHOWN = [model for model in EXAMPLES if issubclass(model, Translatable)]
EDITED = [model for model, own in admin.site._registry.items() if isinstance(own, SafeEditing)]

# Texts that the page of their object does not show, and why.
NOT_SHOWN = {
    ("guide", "keywords"): "the search reads them",
    ("amount", "label"): "it has no page: it names the sum for staff",
    ("centre", "way_description"): "the contact page shows that of our own centre",
}
# Columns that no form asks for, and why.
NOT_ASKED = {
    ("page", "slug"): "addresses of standing pages are fixed",
    ("situation", "guides"): "asked for row by row, in their order",
    ("picture", "digest"): "read from the file",
    ("picture", "width"): "read from the file",
    ("picture", "height"): "read from the file",
}
# Columns that no content file brings, and why; * stands for every kind.
NOT_BROUGHT = {
    ("*", "slug"): "the name of the folder",
    ("*", "status"): "what files bring is published",
    ("*", "publish_at"): "staff decide it",
    ("*", "expires_at"): "staff decide it",
    ("*", "picture"): "staff upload it",
    ("guide", "see_also"): "staff link guides",
    ("centre", "latitude"): "staff look it up on a map",
    ("centre", "longitude"): "staff look it up on a map",
    ("accessibilitydeclaration", "assured_on"): "it has days of its own, prescribed by law",
    ("accessibilitydeclaration", "review_due_on"): "it has days of its own, prescribed by law",
}


@pytest.mark.parametrize("model", SHOWN, ids=[model.__name__ for model in SHOWN])
def test_every_text_is_on_its_page(model, client, time_machine):
    time_machine.move_to(NOW)
    thing = EXAMPLES[model]()
    words = {}
    for holder in (thing, *thing.parts()):
        for field in holder.translated_fields():
            words[holder._meta.model_name, field] = word = f"Słowo{len(words)}"
            setattr(holder, f"{field}_uk", word)
        holder.save()

    page = client.get(in_language(page_path(thing), "uk")).content.decode() if page_path(thing) else ""

    missing = {place for place, word in words.items() if word not in page}
    assert missing == {place for place in words if place in NOT_SHOWN}


@pytest.mark.parametrize("model", EDITED, ids=[model.__name__ for model in EDITED])
def test_every_column_is_asked_for_at_the_desk(model, rf, admin_user):
    own, request = admin.site._registry[model], rf.get("/admin/")
    request.user = admin_user
    asked = set(flatten_fieldsets(own.get_fieldsets(request, None)))

    missing = {(model._meta.model_name, name) for name in facts_of(model) if name not in asked}
    assert missing == {place for place in NOT_ASKED if place[0] == model._meta.model_name}


def facts_of(model):
    """Names of the columns and relations that staff may change and that are the same in every language."""
    translated = model.translated_fields() if issubclass(model, Translatable) else ()
    columns = [*model._meta.concrete_fields, *model._meta.many_to_many]
    words = {*translated, *(f"{word}_{code}" for word in translated for code in languages.CODES)}
    own = [column.name for column in columns if column.editable and not column.primary_key]
    return [name for name in own if name not in words]


@pytest.mark.parametrize("kind", content_kinds(), ids=[kind.root.name for kind in content_kinds()])
def test_every_column_can_come_from_a_content_file(kind):
    name = kind.model._meta.model_name
    missing = {(name, fact) for fact in facts_of(kind.model) if fact not in (*kind.facts, *kind.relations)}

    assert {place for place in missing if place not in NOT_BROUGHT and ("*", place[1]) not in NOT_BROUGHT} == set()
    assert {place for place in NOT_BROUGHT if place[0] == name} <= missing


ROW = re.compile(r"^\| (\S+) \| (\S+) \| [^|]* \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
NAME = re.compile(r"`(\w+)`")


def test_the_docs_tell_of_every_kind_of_content_file():
    text = (settings.BASE_DIR / "docs" / "content-files.md").read_text(encoding="utf-8")
    rows = {f"{app}/content/{kind}": names for app, kind, *names in ROW.findall(text)}

    for kind in content_kinds():
        words, facts = rows[kind.root.relative_to(settings.BASE_DIR).as_posix()]
        assert set(NAME.findall(words)) == set(kind.words) - {kind.body}, f"words of {kind.root.name}"
        assert set(NAME.findall(facts)) == {*kind.facts, *kind.relations}, f"facts of {kind.root.name}"
