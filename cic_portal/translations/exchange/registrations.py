"""What this app declares: for how long files are kept whose preview nobody confirmed."""

from cic_portal.personal_data.purging import Purge, purges
from cic_portal.translations.exchange.actions import purge_uploads

purges.register(Purge("files with translations that nobody confirmed", lambda now, today: purge_uploads(now=now)))
