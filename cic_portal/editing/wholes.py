"""What has a history, and what belongs together: a guide and its sections are one whole, with one history."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import CASCADE

from cic_portal.personal_data.models import PersonalData
from cic_portal.registry import Registry
from cic_portal.texts.models import Translatable

# Machines write them; a change of nothing else is no version.
UNTOLD = {"updated_at", "loaded_record", "revision"}
WHOLES = Registry("kind of content with a history", key="model")
PARTS = Registry("part of content with a history", key="model")


@dataclass(frozen=True)
class Part:
    """Rows of `model` that belong to a whole, a row of `of`, which their foreign key `link` names."""

    model: type
    link: str  # the column, `guide_id`
    of: type


@dataclass(frozen=True)
class Whole:
    """`relations` are many-to-many fields. `after_restore(instance, before, now)` does what such a change asks for and
    returns a sentence for staff, or ""; `before` says of each column that changed what it held until now."""

    model: type
    parts: tuple[Part, ...] = ()
    relations: tuple[str, ...] = ()
    after_restore: Callable | None = None

    @property
    def kinds(self):
        """The models and how their rows find the whole: `[(model, column)]`."""
        return [(self.model, self.model._meta.pk.attname), *((part.model, part.link) for part in self.parts)]

    def lock(self, pk):
        """Lock the rows of one whole until the transaction ends; who also wants to save it waits."""
        for model, column in self.kinds:
            list(model._base_manager.select_for_update().filter(**{column: pk}).order_by("pk").values_list("pk"))


def translated_words(model):
    return list(model.translated_fields()) if issubclass(model, Translatable) else []


def recorded_columns(model):
    """The columns that history keeps. One without a language follows whoever looks at it; the ten beside it are the text."""
    words = translated_words(model)
    return [column for column in model._meta.concrete_fields if column.name not in words]


def relations_of(model):
    """The many-to-many fields that belong to the history of `model`."""
    return [model._meta.get_field(name) for name in WHOLES[model].relations] if model in WHOLES else []


def whole_of(instance):
    """(Whole, primary key of the whole) of a row of it."""
    model = instance._meta.concrete_model
    if model in WHOLES:
        return WHOLES[model], instance.pk
    part = PARTS[model]
    return WHOLES[part.of], getattr(instance, part.link)


def companions(model):
    """What is deleted along with a row of `model` and has no history of its own: `[(model, column)]`, rows of relations
    among them. Rows about people are not kept, not even for 30 days."""
    with_history = {row.model for row in (*WHOLES[model].parts, *WHOLES)}
    return [
        (relation.related_model, relation.field.attname)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and relation.one_to_many
        and relation.on_delete is CASCADE
        and relation.related_model not in with_history
        and not issubclass(relation.related_model, PersonalData)
    ]
