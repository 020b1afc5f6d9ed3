"""What this app declares: its types of pages, what else has a history, and whom letters are from."""

from cic_portal.desk.dashboard import Area, WaitingCount, counts
from cic_portal.desk.menu import Group
from cic_portal.editing.recording import keep_history
from cic_portal.letters.signature import senders
from cic_portal.publishing.page_types import PageType, page_types
from contact import content, models
from contact.frame import centre_of_letters
from contact.restoring import closure_is_back, extra_opening_is_back
from contact.waiting import closures

page_types.register(
    PageType(
        "contact:centres",
        models.Centre,
        anchor=lambda centre: centre.slug,
        desk_group=Group.CENTRE,
        title="name",
        summary="note",
        search_words={},  # the contact page has what people look for
        parts=("opening_hours",),
        files=content.CENTRES,
    )
)
for route in ("contact:contact", "contact:centres"):
    page_types.register(PageType(route))
keep_history(models.Closure, after_restore=closure_is_back)
keep_history(models.ExtraOpening, after_restore=extra_opening_is_back)
senders.register(centre_of_letters)
counts.register(WaitingCount("closures", Area.CENTRE, 1, closures))
