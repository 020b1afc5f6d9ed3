"""Which rows of this app have a history (cic_portal.editing)."""

from cic_portal.editing.recording import keep_history
from services import models

keep_history(models.Topic)
keep_history(models.Office)
keep_history(models.Guide, parts=["sections"], relations=["offices", "see_also"])
keep_history(models.Situation, parts=["entries"])
keep_history(models.Term)
keep_history(models.Amount)
keep_history(models.Offer)
