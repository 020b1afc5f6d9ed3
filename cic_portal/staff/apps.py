from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from cic_portal.languages import staff_text as _s


class StaffConfig(AppConfig):
    name = "cic_portal.staff"
    verbose_name = _s("Staff")

    def ready(self):
        from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS
        from django.db.models import DateTimeField
        from django.db.models.signals import post_migrate

        # What these register is in force from now on.
        from cic_portal.staff import checks, sessions, waiting  # noqa: F401
        from cic_portal.staff.audit import signals  # noqa: F401
        from cic_portal.staff.roles import after_migrate
        from cic_portal.staff.widgets import NamedSplitDateTime

        post_migrate.connect(after_migrate, dispatch_uid="cic_portal.staff.roles")
        # Every admin form at once, also those that are still to come: Django's own widget leaves both halves nameless.
        FORMFIELD_FOR_DBFIELD_DEFAULTS[DateTimeField]["widget"] = NamedSplitDateTime


class StaffSiteConfig(AdminConfig):
    default_site = "cic_portal.staff.site.StaffSite"
