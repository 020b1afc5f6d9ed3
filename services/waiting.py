"""What waits on the first page of the desk: sums that the law may have changed."""

from cic_portal.desk.dashboard import Urgency
from cic_portal.languages import staff_text as _s
from services.models import Amount


def amounts(desk):
    desk.ask(
        _s("Amounts that may have changed"),
        Amount,
        lambda rows: rows.expired(desk.today),
        query="validity=expired",
        urgency=Urgency.NOW,
    )
    desk.ask(
        _s("Amounts that end within 30 days"),
        Amount,
        lambda rows: rows.expiring(desk.today),
        query="validity=soon",
    )
