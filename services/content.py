"""How the content files of this app become rows (docs/content-files.md)."""

from pathlib import Path

from django.core.exceptions import ValidationError

from cic_portal.publishing.content_files import Kind, Relation
from services import models

ROOT = Path(__file__).parent / "content"
DATES = ("assured_on", "review_due_on")


def _write_offices(guide, slugs):
    offices = {office.slug: office for office in models.Office.objects.filter(slug__in=slugs)}
    if unknown := [slug for slug in slugs if slug not in offices]:
        raise ValidationError(f"there is no office “{unknown[0]}”")
    guide.offices.set([offices[slug] for slug in slugs])


OFFICES = Relation(
    read=lambda guide: list(guide.offices.values_list("slug", flat=True)),
    write=_write_offices,
)

KINDS = (
    Kind(ROOT / "terms", models.Term, ("equivalent", "meaning"), ("name", *DATES), required=("name", "meaning")),
    Kind(
        ROOT / "amounts",
        models.Amount,
        ("label",),
        ("value", "unit", "valid_from", "valid_through", "source_title", "source_url", *DATES),
        required=("label", "value"),
    ),
    Kind(
        ROOT / "offices",
        models.Office,
        ("description", "hours"),
        ("name", "position", "address", "phone", "email", "website", *DATES),
        required=("name",),
    ),
    Kind(
        ROOT / "topics",
        models.Topic,
        ("title", "summary", "body"),
        ("position", "icon", *DATES),
        required=("title", "summary"),
        body="body",
    ),
    Kind(
        ROOT / "guides",
        models.Guide,
        ("title", "summary", "keywords"),
        ("topic", "position", "official_links", "sources", "exit_page", *DATES),
        relations={"offices": OFFICES},
        required=("title", "summary", "topic"),
        section_kinds=tuple(models.Section.Kind.values),
    ),
    Kind(
        ROOT / "offers",
        models.Offer,
        ("title", "summary", "body"),
        ("position", "icon", "is_bookable", *DATES),
        required=("title", "summary"),
        body="body",
    ),
)
