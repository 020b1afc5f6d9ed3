"""How the content files of this app become rows (docs/content-files.md)."""

from pathlib import Path

from cic_portal.loading.content_files import Kind
from cic_portal.pages import models

ROOT = Path(__file__).parent / "content"

PAGES = Kind(ROOT / "pages", models.Page, ("assured_on", "review_due_on"), required=("title", "summary"), body="body")
DECLARATIONS = Kind(
    ROOT / "declarations",
    models.AccessibilityDeclaration,
    ("published_on", "changed_on", "prepared_on", "reviewed_on", "compliance", "email", "phone"),
    required=("preparation", "architecture", "communication", "contact_name", "published_on"),
)
