"""Rows put back as history tells them, checked first."""

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import translation

from cic_portal import languages
from cic_portal.editing.deletions import names_of_deleted
from cic_portal.languages import staff_text as _s


def fill_row(instance, values, missing):
    """Set the columns of `instance` to `values`; returns what those that changed held before, by name.

    A link to something that is gone stays as it is, and is named in `missing`.
    """
    before = {}
    for name, value in values.items():
        column = instance._meta.get_field(name)
        if getattr(instance, name) == value:
            continue
        if lost := lost_target(column, value):
            missing.append(lost)
            continue
        before[column.name] = getattr(instance, name)
        setattr(instance, name, value)
    return before


def lost_target(column, key):
    """The name of what a foreign key led to and is gone; "" when it is there."""
    if not isinstance(column, models.ForeignKey) or key is None:
        return ""
    if column.related_model._base_manager.filter(pk=key).exists():
        return ""
    return missing_names(column.related_model, {key})[0]


def missing_names(model, keys):
    """How staff called the rows of `model` that are gone, one name for each of `keys`."""
    return [f"{model._meta.verbose_name}: {name}" for _key, name in sorted(names_of_deleted(model, keys).items())]


def check_row(instance):
    """Why the row cannot be stored as it is, as a sentence, or ""."""
    for column in instance._meta.concrete_fields:
        if not column.unique or column.primary_key:
            continue
        same = type(instance)._base_manager.filter(**{column.name: getattr(instance, column.attname)})
        if same.exclude(pk=instance.pk).exists():
            return _s(
                "Another object of this kind (%(kind)s) now has this %(field)s: “%(value)s”. Change it there first."
            ) % {
                "kind": instance._meta.verbose_name,
                "field": column.verbose_name,
                "value": getattr(instance, column.attname),
            }
    try:
        instance.clean()
        instance.validate_constraints()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def built_row(model, values, missing):
    """A row as it once was, not yet stored; None when what it belongs to is gone, which `missing` then names."""
    instance = model()
    for name, value in values.items():
        column = model._meta.get_field(name)
        if column.many_to_many:
            continue
        if lost := lost_target(column, value):
            missing.append(lost)
            if not column.null:
                return None
            value = None
        setattr(instance, column.attname, value)
    return instance


def insert_row(instance):
    # The columns without a language follow the active one; here it must be the one that always has a text.
    with translation.override(languages.SOURCE):
        instance.save(force_insert=True)


def insert_companions(rows, missing):
    """Insert what was cut off from a deleted thing, as far as its other end is still there."""
    for row in serializers.deserialize("python", rows, ignorenonexistent=True):
        instance = row.object
        lost = [lost_target(column, getattr(instance, column.attname)) for column in instance._meta.concrete_fields]
        if any(lost):
            missing += filter(None, lost)
            continue
        is_relation = bool(instance._meta.auto_created)
        try:
            with transaction.atomic():
                if is_relation:
                    instance.save_base(raw=True, force_insert=True)
                else:
                    instance.save(force_insert=True)
        except IntegrityError:
            missing.append(f"{instance._meta.verbose_name}: {instance}")
