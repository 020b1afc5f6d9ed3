"""Which rows of this app have a history (cic_portal.editing); messages have none, they are about people."""

from cic_portal.editing.recording import keep_history
from contact.correspondence.models import AnswerTemplate

keep_history(AnswerTemplate)
