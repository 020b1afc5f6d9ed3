"""Which rows of this app have a history (cic_portal.editing)."""

from cic_portal.editing.recording import keep_history
from courses.events.models import Event
from courses.history import tell_of_older_dates

keep_history(Event, after_restore=tell_of_older_dates)
