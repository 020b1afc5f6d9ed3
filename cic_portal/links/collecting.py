"""All places of addresses together with what staff open to change them."""

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps

from cic_portal.links.models import LinkUse
from cic_portal.links.places import Place, places

AT_ONCE = 500  # keys in one query


@dataclass(frozen=True)
class FoundUse:
    found: Place
    owner_model: str
    owner_row: int
    owner_name: str

    @property
    def address(self):
        return self.found.address

    @property
    def place(self):
        return self.found.model, self.found.row, self.found.field, self.found.code

    def row(self, link_id):
        model, row, field, code = self.place
        owner = {"owner_model": self.owner_model, "owner_row": self.owner_row, "owner_name": self.owner_name}
        return LinkUse(link_id=link_id, model=model, row=row, field=field, code=code, **owner)


def read_uses():
    """Every FoundUse in the content; queries grow with the kinds of content, not with its amount."""
    found = list(places())
    rows = defaultdict(set)
    for place in found:
        rows[place.model].add(place.row)
    owners = {}
    for label, pks in rows.items():
        owners |= _owners(apps.get_model(label), sorted(pks))
    # What was deleted between the two looks has no owner any more.
    return [FoundUse(place, *owners[place.model, place.row]) for place in found if (place.model, place.row) in owners]


def _owners(model, pks):
    """`{(label, pk): (label, pk, name) of what staff edit}`."""
    key = getattr(model, "PART_OF", "")
    whole = model._meta.get_field(key).related_model if key else model
    rows = model._base_manager.select_related(*filter(None, [key]))
    found = {}
    for start in range(0, len(pks), AT_ONCE):
        for row in rows.filter(pk__in=pks[start : start + AT_ONCE]):
            owner = getattr(row, key) if key else row
            found[model._meta.label_lower, row.pk] = (whole._meta.label_lower, owner.pk, str(owner)[:200])
    return found
