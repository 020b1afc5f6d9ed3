"""What this app declares: which rows have a history, and the words that translators look up."""

from cic_portal.desk.dashboard import Area, WaitingCount, counts
from cic_portal.editing.recording import keep_history
from cic_portal.translations import glossary
from services import models
from services.vocabulary import glossary_entries
from services.waiting import amounts

keep_history(models.Topic)
keep_history(models.Office)
keep_history(models.Guide, parts=["sections"], relations=["offices", "see_also"])
keep_history(models.Situation, parts=["entries"])
keep_history(models.Term)
keep_history(models.Amount)
keep_history(models.Offer)
glossary.sources.register(glossary_entries)
counts.register(WaitingCount("amounts", Area.PAGES, 1, amounts))
