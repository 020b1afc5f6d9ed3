"""What this app declares: its types of pages, and the words that translators look up."""

from cic_portal.desk.dashboard import Area, WaitingCount, counts
from cic_portal.desk.menu import Group
from cic_portal.publishing.page_types import PageType, page_types, title_and_summary
from cic_portal.translations import glossary
from services import content, models
from services.vocabulary import glossary_entries
from services.waiting import amounts

page_types.register(
    PageType(
        "services:guide",
        models.Guide,
        args=lambda guide: (guide.topic.slug, guide.slug),
        desk_group=Group.INFORMATION,
        listed=models.Guide.objects.listed,
        search_words=title_and_summary(keywords=2.5),
        parts=("sections",),
        relations=("offices", "see_also"),
        files=content.GUIDES,
    )
)
page_types.register(
    PageType(
        "services:topic",
        models.Topic,
        desk_group=Group.INFORMATION,
        search_words={},  # its guides are found
        files=content.TOPICS,
    )
)
page_types.register(
    PageType(
        "services:situation",
        models.Situation,
        desk_group=Group.INFORMATION,
        search_words={},  # its guides are found
        parts=("entries",),
        files=content.SITUATIONS,
    )
)
page_types.register(PageType("services:offer", models.Offer, desk_group=Group.INFORMATION, files=content.OFFERS))
page_types.register(
    PageType(
        "services:offices",
        models.Office,
        anchor=lambda office: f"office-{office.slug}",
        desk_group=Group.INFORMATION,
        title="name",
        summary="description",
        search_words={},  # the guides that name an office are found
        files=content.OFFICES,
    )
)
page_types.register(
    PageType(
        "services:glossary",
        models.Term,
        anchor=lambda term: f"term-{term.slug}",
        desk_group=Group.INFORMATION,
        title="name",
        summary="meaning",
        search_words={"name": 2, "equivalent": 2, "meaning": 1},
        files=content.TERMS,
    )
)
page_types.register(
    # It has no page: other texts name it by its slug.
    PageType(model=models.Amount, desk_group=Group.INFORMATION, search_words={}, files=content.AMOUNTS)
)
for route in ("services:topics", "services:situations", "services:glossary", "services:offices", "services:offers"):
    page_types.register(PageType(route))
glossary.sources.register(glossary_entries)
counts.register(WaitingCount("amounts", Area.PAGES, 1, amounts))
