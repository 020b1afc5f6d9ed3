"""How the content files of this app become rows (docs/content-files.md)."""

import re
from datetime import time
from pathlib import Path

from django.core.exceptions import ValidationError

from cic_portal.loading.content_files import Kind, Relation
from contact import models

ROOT = Path(__file__).parent / "content"
SPAN = re.compile(r"^([1-7]) (\d{2}:\d{2})-(\d{2}:\d{2})$")


def _read_hours(centre):
    return [f"{row.weekday} {row.opens:%H:%M}-{row.closes:%H:%M}" for row in centre.opening_hours.all()]


def _write_hours(centre, spans):
    rows = []
    for span in spans:
        if not (match := SPAN.match(span)):
            raise ValidationError(f"“{span}” is not like “1 07:30-15:30”")
        opens, closes = time.fromisoformat(match[2]), time.fromisoformat(match[3])
        rows.append(models.OpeningHours(centre=centre, weekday=int(match[1]), opens=opens, closes=closes))
    centre.opening_hours.all().delete()
    for row in rows:  # one by one: what is created in bulk has no history
        row.save()


CENTRES = Kind(
    ROOT / "centres",
    models.Centre,
    ("position", "city", "street", "phone", "email", "is_home", "assured_on", "review_due_on"),
    relations={"opening_hours": Relation(_read_hours, _write_hours)},
    required=("name", "city"),
    not_in_files=("way_description",),  # nobody has confirmed it; staff write it, who know the stops and the door
)
