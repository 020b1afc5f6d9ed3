"""Which rows of this app have a history (cic_portal.editing)."""

from cic_portal.editing.recording import keep_history
from cic_portal.pages.models import AccessibilityDeclaration, Page

keep_history(Page)
keep_history(AccessibilityDeclaration)
