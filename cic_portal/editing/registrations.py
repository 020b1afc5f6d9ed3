"""What this app declares: for how long what was deleted can come back, and who had which form open."""

from cic_portal.editing.actions import forget_deleted, forget_open_forms
from cic_portal.personal_data.purging import Purge, purges

purges.register(Purge("things for good that were deleted", lambda now, today: forget_deleted(today=today)))
purges.register(Purge("notes of who has which form open", lambda now, today: forget_open_forms(now=now)))
