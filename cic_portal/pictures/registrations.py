"""What this app declares: that pictures have a history, and that files of pictures that are gone go, too."""

from cic_portal.editing.recording import keep_history
from cic_portal.personal_data.purging import Purge, purges
from cic_portal.pictures.actions import sweep_files
from cic_portal.pictures.models import Picture

keep_history(Picture)
purges.register(Purge("files of pictures that are gone", lambda now, today: sweep_files(now=now)))
