from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS
from django.db.models import DateTimeField

from cic_portal.desk.widgets import NamedSplitDateTime

# Every admin form at once, also those that are still to come: Django's own widget leaves both halves nameless.
FORMFIELD_FOR_DBFIELD_DEFAULTS[DateTimeField]["widget"] = NamedSplitDateTime
