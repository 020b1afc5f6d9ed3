import secrets

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from cic_portal.accounts.actions import give_local_login
from cic_portal.accounts.second_factor import second_factor_is_required

USERNAME = "staff"


class Command(BaseCommand):
    help = "Create a staff login with a random password for this machine and print it, once."

    def add_arguments(self, parser):
        parser.add_argument("--new-password", action="store_true", help="Replace the password when the login exists.")

    def handle(self, *args, new_password, **options):
        if get_user_model().objects.filter(username=USERNAME).exists() and not new_password:
            self.stdout.write(
                f"Staff login: {USERNAME} (the password was printed at the first start; new one: make staff-login)"
            )
            return
        password = secrets.token_urlsafe(12)
        user = give_local_login(username=USERNAME, password=password)
        self.stdout.write(f"Staff login for /admin/: {USERNAME}  password: {password}")
        if second_factor_is_required(user):
            self.stdout.write(
                "Others can reach this portal (see SITE_URL and HOST), so the desk also asks for an app for codes."
            )
