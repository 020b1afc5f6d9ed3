"""What this app declares: its types of pages. The history of events is declared in courses.enrolments."""

from cic_portal.desk.menu import Group
from cic_portal.publishing.page_types import PageType, page_types
from courses.events.models import Event

page_types.register(
    PageType(
        "events:event",
        Event,
        desk_group=Group.COURSES,
        listed=Event.objects.upcoming,
        search_words={},  # few are ahead at a time, and their list shows all of them
    )
)
page_types.register(PageType("events:events"))
