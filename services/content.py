"""How the content files of this app become rows (docs/content-files.md)."""

from pathlib import Path

from django.core.exceptions import ValidationError

from cic_portal.loading.content_files import Kind, Relation
from services import models

ROOT = Path(__file__).parent / "content"
DATES = ("assured_on", "review_due_on")


def _by_slug(model, slugs):
    found = {item.slug: item for item in model.objects.filter(slug__in=slugs)}
    if unknown := [slug for slug in slugs if slug not in found]:
        raise ValidationError(f"there is no {model._meta.model_name} “{unknown[0]}”")
    return [found[slug] for slug in slugs]


def _write_guides(situation, slugs):
    guides = _by_slug(models.Guide, slugs)
    situation.entries.all().delete()
    for position, guide in enumerate(guides):  # one by one: what is created in bulk has no history
        situation.entries.create(guide=guide, position=position)


OFFICES_OF_A_GUIDE = Relation(
    read=lambda guide: list(guide.offices.values_list("slug", flat=True)),
    write=lambda guide, slugs: guide.offices.set(_by_slug(models.Office, slugs)),
)
GUIDES_OF_A_SITUATION = Relation(
    read=lambda situation: list(situation.entries.values_list("guide__slug", flat=True)),
    write=_write_guides,
    is_ordered=True,
)

TERMS = Kind(ROOT / "terms", models.Term, ("name", *DATES), required=("name", "meaning"))
AMOUNTS = Kind(
    ROOT / "amounts",
    models.Amount,
    ("value", "unit", "valid_from", "valid_through", "source_title", "source_url", *DATES),
    required=("label", "value"),
)
OFFICES = Kind(
    ROOT / "offices",
    models.Office,
    ("name", "position", "address", "phone", "email", "website", *DATES),
    required=("name",),
)
TOPICS = Kind(
    ROOT / "topics",
    models.Topic,
    ("position", "icon", *DATES),
    required=("title", "summary"),
    body="body",
)
GUIDES = Kind(
    ROOT / "guides",
    models.Guide,
    ("topic", "position", "official_links", "sources", "exit_page", *DATES),
    relations={"offices": OFFICES_OF_A_GUIDE},
    required=("title", "summary", "topic"),
    section_kinds=tuple(models.Section.Kind.values),
)
SITUATIONS = Kind(
    ROOT / "situations",
    models.Situation,
    ("position", "icon", *DATES),
    relations={"guides": GUIDES_OF_A_SITUATION},
    required=("title", "summary"),
)
OFFERS = Kind(
    ROOT / "offers",
    models.Offer,
    ("position", "icon", "is_bookable", "is_sensitive", *DATES),
    required=("title", "summary"),
    body="body",
)
