"""What waits on the first page of the desk: the review that the law wants every year."""

from django.urls import reverse

from cic_portal.desk.dashboard import DeskItem, Urgency, list_address
from cic_portal.languages import staff_text as _s
from cic_portal.pages.models import AccessibilityDeclaration


def declaration(desk):
    """The law wants the accessibility declaration reviewed by 31 March of each year (PL-11)."""
    if not desk.admin_of(AccessibilityDeclaration):
        return
    label = _s("Accessibility declaration to review")
    due = [found for found in desk.rows(AccessibilityDeclaration) if found.is_review_due(desk.today)]
    if not due:
        desk.add(DeskItem(str(label), 0, list_address(AccessibilityDeclaration)))
    for found in due:
        address = reverse("admin:pages_accessibilitydeclaration_change", args=[found.pk])
        is_late = desk.today > found.review_deadline
        note = _s("overdue since %(day)s") if is_late else _s("by %(day)s")
        note = note % {"day": f"{found.review_deadline:%d.%m.%Y}"}
        desk.add(DeskItem(str(label), 1, address, Urgency.NOW if is_late else Urgency.SOON, note=note))
