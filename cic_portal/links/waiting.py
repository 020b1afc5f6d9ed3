"""What waits on the first page of the desk: links that lead nowhere."""

from cic_portal.languages import staff_text as _s
from cic_portal.links.models import Link


def links(desk):
    desk.ask(_s("Links to mend"), Link, lambda rows: rows.to_mend(), query="state=mend")
