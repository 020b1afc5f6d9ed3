"""Which rows of this app have a history (cic_portal.editing); lessons follow from the dates and have none."""

from cic_portal.editing.recording import keep_history
from courses.models import Course, CourseInstance

keep_history(Course)
keep_history(CourseInstance)
