"""Which rows of this app have a history (cic_portal.editing)."""

from cic_portal.editing.recording import keep_history
from contact import models

keep_history(models.Centre, parts=["opening_hours"])
keep_history(models.Closure)
keep_history(models.ExtraOpening)
