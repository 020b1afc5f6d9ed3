"""What this app declares: which rows have a history. Dates of courses and events are declared in courses.enrolments."""

from cic_portal.editing.recording import keep_history
from courses.models import Course

keep_history(Course)
