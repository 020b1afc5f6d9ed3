from django.core.management.base import BaseCommand
from django.utils import timezone

from cic_portal.feedback.actions import purge_ratings


class Command(BaseCommand):
    help = "Delete what has been kept for as long as we promised: answers about pages after 90 days. Run it every day."

    def handle(self, *args, **options):
        deleted = purge_ratings(today=timezone.localdate())
        self.stdout.write(f"Deleted {deleted} answers about pages.")
