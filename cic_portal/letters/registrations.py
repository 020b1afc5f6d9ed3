"""What this app declares: that letters leave by themselves."""

from cic_portal.desk.dashboard import Area, WaitingCount, counts
from cic_portal.duties import Duty, Every, Stage, duties
from cic_portal.letters.actions import release_letters_of_dead_workers
from cic_portal.letters.sending import send_letters
from cic_portal.letters.waiting import letters

duties.register(
    Duty("letters of dead workers", lambda now: release_letters_of_dead_workers(), Stage.PREPARE, Every.START)
)
duties.register(Duty("letters", send_letters, Stage.SEND, is_long=True))
counts.register(WaitingCount("letters", Area.PEOPLE, 4, letters))
