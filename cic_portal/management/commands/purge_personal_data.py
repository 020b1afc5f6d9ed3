from django.core.management.base import BaseCommand
from django.utils import timezone

from cic_portal.personal_data.purging import purge_everything


class Command(BaseCommand):
    help = "Delete what has been kept for as long as we promised, of every kind. Run it every day."

    def handle(self, *args, **options):
        for line in purge_everything(now=timezone.now()):
            self.stdout.write(line)
