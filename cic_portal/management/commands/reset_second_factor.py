from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cic_portal.accounts.second_factor.actions import reset_second_factor


class Command(BaseCommand):
    help = "Let an administrator who lost phone and backup codes set up a new app at the next login."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *args, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Nobody has the user name {username}.")
        reset_second_factor(user=user, by=None, request=None, now=timezone.now())
        self.stdout.write(f"The second factor of {username} is reset. All their sessions have ended.")
