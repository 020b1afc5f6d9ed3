from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from cic_portal.languages import staff_text as _s


class StaffConfig(AppConfig):
    name = "cic_portal.staff"
    verbose_name = _s("Staff")

    def ready(self):
        from cic_portal.staff import waiting  # noqa: F401 - puts its areas on the home of the desk


class StaffSiteConfig(AdminConfig):
    default_site = "cic_portal.staff.site.StaffSite"
