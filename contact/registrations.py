"""What this app declares: which rows have a history, and whom letters are from."""

from cic_portal.desk.dashboard import Area, WaitingCount, counts
from cic_portal.editing.recording import keep_history
from cic_portal.letters.signature import senders
from contact import models
from contact.frame import centre_of_letters
from contact.restoring import closure_is_back, extra_opening_is_back
from contact.waiting import closures

keep_history(models.Centre, parts=["opening_hours"])
keep_history(models.Closure, after_restore=closure_is_back)
keep_history(models.ExtraOpening, after_restore=extra_opening_is_back)
senders.register(centre_of_letters)
counts.register(WaitingCount("closures", Area.CENTRE, 1, closures))
