"""What this app declares: its types of pages, what else has a history, and whom letters are from."""

from cic_portal.desk.menu import Group
from cic_portal.editing.recording import keep_history
from cic_portal.letters.signature import register
from cic_portal.publishing.page_types import PageType, page_types
from contact import content, models
from contact.frame import load_frame

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
keep_history(models.Closure)
keep_history(models.ExtraOpening)
register(lambda: load_frame().centre)
