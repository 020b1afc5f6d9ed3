"""What this app declares: that what has been kept long enough goes by itself, and who saw what is one of these things."""

from cic_portal.duties import Duty, Every, Stage, duties
from cic_portal.personal_data.actions import purge_records
from cic_portal.personal_data.purging import Purge, purge_everything, purges

duties.register(Duty("purge", purge_everything, Stage.PURGE, Every.DAY))
purges.register(Purge("notes of who saw what", lambda now, today: purge_records(today=today)))
