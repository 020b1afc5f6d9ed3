"""What is kept of a thing that is being deleted, beside its history."""

import json

from django.core import serializers

from cic_portal.editing.models import Deletion
from cic_portal.editing.wholes import companions


def note_deletion(*, instance, by, at):
    """Note that `instance` is about to be deleted, with the rows that will be cut off from it."""
    rows = [
        row
        for model, column in companions(type(instance))
        for row in model._base_manager.filter(**{column: instance.pk}).order_by("pk")
    ]
    return Deletion.objects.create(
        kind=instance._meta.label_lower,
        object_pk=instance.pk,
        name=str(instance)[:200],
        by=by,
        at=at,
        companions=json.loads(serializers.serialize("json", rows)),
    )


def names_of_deleted(model, keys):
    """`{primary key: name}` of rows of `model` that are gone, as staff called them."""
    if not keys:
        return {}
    known = Deletion.objects.filter(kind=model._meta.label_lower, object_pk__in=keys).order_by("at")
    return {key: f"#{key}" for key in keys} | dict(known.values_list("object_pk", "name"))
