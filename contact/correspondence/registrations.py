"""What this app declares: the letters it writes, and which rows have a history; messages have none, they are about people."""

from cic_portal.editing.recording import keep_history
from cic_portal.languages import staff_text as _s
from cic_portal.letters.kinds import register_letter
from contact.correspondence.models import AnswerTemplate

keep_history(AnswerTemplate)
register_letter("message-answer", _s("answer to a message"), opened_by="correspondence.see_all_messages")
register_letter("message-receipt", _s("receipt for a message"), opened_by="correspondence.see_all_messages")
