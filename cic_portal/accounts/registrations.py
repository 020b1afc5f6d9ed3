"""What this app declares: system checks, what logins and sessions leave in the audit record, its letters, what goes in time."""

from django.core.management import call_command

from cic_portal.accounts import checks, sessions  # noqa: F401
from cic_portal.accounts.audit import signals  # noqa: F401
from cic_portal.accounts.audit.actions import purge_audit_records
from cic_portal.accounts.lockout import purge_attempts
from cic_portal.languages import staff_text as _s
from cic_portal.letters.kinds import LetterKind, letter_kinds
from cic_portal.personal_data.purging import Purge, purges

letter_kinds.register(LetterKind("staff-account", _s("change of an account of the desk")))
letter_kinds.register(LetterKind("staff-invitation", _s("invitation to the desk")))
letter_kinds.register(LetterKind("staff-password", _s("link to a new password")))
purges.register(Purge("records of the desk", lambda now, today: purge_audit_records(today=today)))
purges.register(Purge("counts of wrong passwords", lambda now, today: purge_attempts(now=now)))
# They hold what staff searched for: names and phones.
purges.register(Purge("sessions that are over", lambda now, today: call_command("clearsessions")))
