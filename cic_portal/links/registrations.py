"""What this app declares: that links are checked by themselves."""

from cic_portal.desk.dashboard import Area, WaitingCount, counts
from cic_portal.duties import Duty, Stage, duties
from cic_portal.links.rounds import check_due_links
from cic_portal.links.waiting import links

duties.register(Duty("links", check_due_links, Stage.CHECK, is_long=True))
counts.register(WaitingCount("links", Area.PAGES, 3, links))
