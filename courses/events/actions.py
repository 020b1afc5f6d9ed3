from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from cic_portal import languages
from cic_portal.publishing.models import Publishable
from contact.frame import home_centre
from courses.events.models import Event


@transaction.atomic
def add_example_event(*, slug, starts_at, ends_at):
    """An event that shows how events look, in every language; kept when there is one at that address already."""
    if existing := Event.objects.filter(slug=slug).first():
        return existing
    event = Event(
        slug=slug,
        starts_at=starts_at,
        ends_at=ends_at,
        place=home_centre().address,
        is_example=True,
        status=Publishable.Status.PUBLISHED,
    )
    for code in languages.CODES:
        with translation.override(code):
            setattr(event, f"title_{code}", gettext("Example event"))
            setattr(
                event, f"summary_{code}", gettext("This event only shows how events look here. Nobody can join it.")
            )
            setattr(event, f"body_{code}", gettext("This event only shows how events look here. Nobody can join it."))
    for code in languages.TARGETS:
        for field in Event.translated_fields():
            event.record_translation(code, field, origin="file")
    event.save()
    return event
