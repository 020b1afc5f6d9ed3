from django.apps import AppConfig


class LoadingConfig(AppConfig):
    name = "cic_portal.loading"
