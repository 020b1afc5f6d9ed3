from dataclasses import dataclass
from datetime import datetime

from cic_portal import languages
from cic_portal.publishing.page_types import page_types


@dataclass(frozen=True)
class IndexedPage:
    """A page that search engines may list: its path without language and the codes it is published in."""

    path: str
    codes: tuple[str, ...]
    changed_at: datetime | None = None


def indexed_pages(now):
    """Every IndexedPage at `now`; one query for each type of page, whatever the number of pages."""
    for page_type in page_types:
        if page_type.in_sitemap and page_type.has_own_page:
            for item in page_type.visible(now):
                yield IndexedPage(page_type.bare_path(item), page_type.languages_of(item), item.updated_at)
        elif page_type.in_sitemap and page_type.model is None:
            yield IndexedPage(page_type.bare_path(), languages.CODES)
