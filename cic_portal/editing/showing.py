"""Differences as staff read them: which field in which language, with the words that went and came."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from cic_portal import languages
from cic_portal.editing.deletions import names_of_deleted
from cic_portal.editing.wholes import PARTS, translated_words
from cic_portal.languages import staff_text as _s
from cic_portal.texts.differences import word_diff

YES, NO = _s("yes"), _s("no")
ARROW = mark_safe(' <span aria-hidden="true">→</span> ')
STATE_OF_TRANSLATION = _s("state of the translation")


EVENTS = {"added": _s("added"), "removed": _s("removed")}


class Named:
    """What a difference and a summary of some have in common: `part`, `label` and `event`."""

    @property
    def is_listed(self):
        """Whether it says something of its own: that the whole came or went is said by the version."""
        return bool(self.part or not self.event)

    @property
    def is_added(self):
        return self.event == "added"

    @property
    def is_removed(self):
        return self.event == "removed"

    @property
    def name(self):
        """The part and the field in it: “What it costs: text”, or the one of them that is known."""
        return ": ".join(str(word) for word in (self.part, self.label) if word)


@dataclass(frozen=True)
class Shown(Named):
    """One difference. `part` names the section it is in, "" for the whole; `language` is that of the text, or None."""

    part: str
    label: str
    language: languages.Language | None
    diff: str  # safe HTML, or ""
    event: str = ""  # "added" or "removed" for a whole part


@dataclass(frozen=True)
class Summary(Named):
    """The languages in which one field changed; none for a fact."""

    part: str
    label: str
    languages: tuple
    event: str = ""

    @property
    def is_everywhere(self):
        return len(self.languages) == len(languages.LANGUAGES)

    @property
    def words(self):
        """Its name and, for a part that came or went, the event: “How long it takes – removed”."""
        return f"{self.name} – {EVENTS[self.event]}" if self.event else self.name


def shown(differences):
    """What to show of `differences`, in order; names of related things take one query for each kind."""
    return shown_by({"": differences})[""]


def shown_by(groups):
    """The same for groups of differences, `{key: [Difference]}`, in no more queries than for one."""
    names = _names([difference for group in groups.values() for difference in group])
    return {key: [item for one in group for item in _shown(one, names)] for key, group in groups.items()}


def summary(items):
    """Shown items with the languages of one field together; of a part that came or went, that alone is said."""
    by_field, came_or_went = defaultdict(list), {item.part for item in items if item.event}
    for item in items:
        if item.part in came_or_went and not item.event:
            continue
        found = by_field[item.part, item.label, item.event]
        found += [item.language] if item.language and item.language not in found else []
    return [Summary(part, label, tuple(found), event) for (part, label, event), found in by_field.items()]


def _shown(difference, names):
    part = _part_name(difference, names)
    if not difference.column:
        event = "added" if difference.before is None else "removed"
        return [Shown(part, "", None, "", event)]
    if difference.column == "translation_record":
        before, after = difference.before or {}, difference.after or {}
        # Those whose text was read, or made from another Polish text.
        codes = [code for code in languages.CODES if before.get(code, {}) != after.get(code, {})]
        label = STATE_OF_TRANSLATION if part else capfirst(STATE_OF_TRANSLATION)
        return [Shown(part, label, languages.BY_CODE[code], "") for code in codes]
    column, language = column_and_language(difference.model, difference.column)
    diff = word_diff(difference.before, difference.after) if language else _facts_diff(column, difference, names)
    label = column.verbose_name if part else capfirst(column.verbose_name)
    return [Shown(part, label, language, diff)]


def column_and_language(model, name):
    """The field that staff know and the Language of its text: `title_uk` → (title, Ukrainian); None for a fact."""
    word, _underscore, code = name.rpartition("_")
    if word in translated_words(model) and code in languages.BY_CODE:
        return model._meta.get_field(word), languages.BY_CODE[code]
    return model._meta.get_field(name), None


def _part_name(difference, names):
    model, values = difference.model, difference.values
    if model not in PARTS:
        return ""
    if column := _naming_column(model):
        return names[column.related_model].get(values[column.attname], "")
    facts = {name: value for name, value in values.items() if column_and_language(model, name)[1] is None}
    return str(model(**facts))


def _naming_column(model):
    """The foreign key by which a part is known: the guide at its place in a situation."""
    links = (column for column in model._meta.concrete_fields if isinstance(column, models.ForeignKey))
    return next((column for column in links if column.attname != PARTS[model].link), None)


def _facts_diff(column, difference, names):
    before, after = _lines(column, difference.before, names), _lines(column, difference.after, names)
    if len(before) > 1 or len(after) > 1:
        return _list_diff(before, after)
    sides = [format_html("<del>{}</del>", line) for line in before] + [
        format_html("<ins>{}</ins>", line) for line in after
    ]
    return format_html_join(ARROW, "{}", ((side,) for side in sides))


def _list_diff(before, after):
    rows = [("del", line) for line in before if line not in after] + [
        ("ins", line) for line in after if line not in before
    ]
    items = (
        format_html("<li><del>{}</del></li>" if tag == "del" else "<li><ins>{}</ins></li>", line) for tag, line in rows
    )
    return format_html("<ul>{}</ul>", format_html_join("", "{}", ((item,) for item in items)))


def _lines(column, value, names):
    """A value of a fact as lines to read; none when it is empty."""
    if value is None or value == "" or value == []:
        return []
    if column.many_to_many or isinstance(column, models.ForeignKey):
        keys = value if isinstance(value, list) else [value]
        return [names[column.related_model].get(key, f"{key}") for key in keys]
    if isinstance(value, list):
        return [" | ".join(map(str, item.values())) if isinstance(item, dict) else str(item) for item in value]
    if isinstance(value, bool):
        return [str(YES if value else NO)]
    if column.choices:
        return [str(dict(column.choices).get(value, value))]
    if isinstance(column, models.DateTimeField):
        value = timezone.localtime(value)
    return [str(localize(value))]


def _names(differences):
    """`{model: {primary key: name}}` of everything that the differences point to."""
    wanted = defaultdict(set)
    for difference in differences:
        if difference.model in PARTS and (column := _naming_column(difference.model)):
            wanted[column.related_model].add(difference.values[column.attname])
        if difference.column:
            column, _language = column_and_language(difference.model, difference.column)
            if column.many_to_many:
                wanted[column.related_model].update(*(keys or () for keys in (difference.before, difference.after)))
            elif isinstance(column, models.ForeignKey):
                wanted[column.related_model].update((difference.before, difference.after))
    return {model: _names_of(model, keys - {None}) for model, keys in wanted.items()}


def _names_of(model, keys):
    names = {item.pk: str(item) for item in model._base_manager.filter(pk__in=keys)} if keys else {}
    return names_of_deleted(model, keys - names.keys()) | names
