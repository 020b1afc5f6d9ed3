"""How the content files of this app become rows (docs/content-files.md)."""

from pathlib import Path

from cic_portal.loading.content_files import Kind
from courses import models

COURSES = Kind(
    Path(__file__).parent / "content" / "courses",
    models.Course,
    ("position", "kind", "level", "assured_on", "review_due_on"),
    required=("title", "summary"),
    body="body",
)
