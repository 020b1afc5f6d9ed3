"""What waits on the first page of the desk: letters that did not leave."""

from cic_portal.desk.dashboard import Urgency
from cic_portal.languages import staff_text as _s
from cic_portal.letters.models import Letter


def letters(desk):
    desk.ask(
        _s("Letters that failed"),
        Letter,
        lambda rows: rows.filter(state=Letter.State.FAILED),
        query="state__exact=failed",
        urgency=Urgency.NOW,
    )
