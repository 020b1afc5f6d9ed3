"""What this app declares: the letters it writes, and which rows have a history; messages have none, they are about people."""

from cic_portal.desk.dashboard import Area, WaitingCount, counts
from cic_portal.editing.recording import keep_history
from cic_portal.languages import staff_text as _s
from cic_portal.letters.kinds import LetterKind, letter_kinds
from contact.correspondence.models import AnswerTemplate
from contact.correspondence.waiting import messages

keep_history(AnswerTemplate)
letter_kinds.register(
    LetterKind("message-answer", _s("answer to a message"), opened_by="correspondence.see_all_messages")
)
letter_kinds.register(
    LetterKind("message-receipt", _s("receipt for a message"), opened_by="correspondence.see_all_messages")
)
counts.register(WaitingCount("messages", Area.PEOPLE, 1, messages))
