"""Which rows of this app have a history (cic_portal.editing)."""

from cic_portal.editing.recording import keep_history
from courses.events.models import Event

keep_history(Event)
