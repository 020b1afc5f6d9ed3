from django.apps import AppConfig

from cic_portal.languages import staff_text as _s


class AccountsConfig(AppConfig):
    name = "cic_portal.accounts"
    verbose_name = _s("Staff")
