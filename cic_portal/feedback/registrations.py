"""What this app declares: for how long answers of readers are kept."""

from cic_portal.feedback.actions import purge_ratings
from cic_portal.personal_data.purging import Purge, purges

purges.register(Purge("answers about pages", lambda now, today: purge_ratings(today=today)))
