"""What this app declares: system checks, and what logins and sessions leave in the audit record."""

from cic_portal.accounts import checks, sessions  # noqa: F401
from cic_portal.accounts.audit import signals  # noqa: F401
from cic_portal.languages import staff_text as _s
from cic_portal.letters.kinds import register_letter

register_letter("staff-account", _s("change of an account of the desk"))
register_letter("staff-invitation", _s("invitation to the desk"))
register_letter("staff-password", _s("link to a new password"))
