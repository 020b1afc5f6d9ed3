"""What this app declares: the letter it writes."""

from cic_portal.languages import staff_text as _s
from cic_portal.letters.kinds import LetterKind, letter_kinds

letter_kinds.register(LetterKind("invitation", _s("invitation to a course"), opened_by="demand.view_interest"))
