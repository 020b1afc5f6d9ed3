"""What this app declares: its types of pages."""

from cic_portal.desk.dashboard import Area, WaitingCount, counts
from cic_portal.desk.menu import Group
from cic_portal.pages import content
from cic_portal.pages.models import AccessibilityDeclaration, Page
from cic_portal.pages.waiting import declaration
from cic_portal.publishing.page_types import PageType, page_types

page_types.register(
    PageType(
        lambda page: f"pages:{page.slug}",  # each has a route of its own
        Page,
        args=lambda page: (),
        desk_group=Group.INFORMATION,
        listed=Page.objects.listed,
        files=content.PAGES,
    )
)
page_types.register(
    PageType(
        "pages:declaration",
        AccessibilityDeclaration,
        args=lambda declaration: (),  # there is one
        desk_group=Group.INFORMATION,
        title="preparation",  # its heading is an interface string; this text is always there
        search_words={},  # the foot of every page leads to it
        can_be_rated=False,  # its wording is given by law
        files=content.DECLARATIONS,
    )
)
page_types.register(PageType("pages:home"))
counts.register(WaitingCount("declaration", Area.CENTRE, 2, declaration))
