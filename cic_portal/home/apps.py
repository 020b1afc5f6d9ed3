from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class HomeConfig(AppConfig):
    name = "cic_portal.home"


class DeskSiteConfig(admin_apps.AdminConfig):
    """Django's admin with our site in place of its own."""

    default = False  # an app of its own in settings.py
    default_site = "cic_portal.home.site.DeskSite"
