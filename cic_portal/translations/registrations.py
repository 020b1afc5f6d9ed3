from cic_portal import languages
from cic_portal.desk.dashboard import Area, WaitingCount, counts
from cic_portal.translations.coverage import connect
from cic_portal.translations.launching import switched_on
from cic_portal.translations.waiting import checks, schedule

connect()
languages.switches.register(switched_on)
counts.register(WaitingCount("checks", Area.PAGES, 2, checks))
counts.register(WaitingCount("schedule", Area.PAGES, 4, schedule))
