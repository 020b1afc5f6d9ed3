"""What this app declares: which rows have a history, and whom letters are from."""

from cic_portal.editing.recording import keep_history
from cic_portal.letters.signature import register
from contact import models
from contact.frame import load_frame

keep_history(models.Centre, parts=["opening_hours"])
keep_history(models.Closure)
keep_history(models.ExtraOpening)
register(lambda: load_frame().centre)
