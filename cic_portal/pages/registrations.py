"""Which rows of this app have a history (cic_portal.editing)."""

from cic_portal.desk.dashboard import Area, WaitingCount, counts
from cic_portal.editing.recording import keep_history
from cic_portal.pages.models import AccessibilityDeclaration, Page
from cic_portal.pages.waiting import declaration

keep_history(Page)
keep_history(AccessibilityDeclaration)
counts.register(WaitingCount("declaration", Area.CENTRE, 2, declaration))
