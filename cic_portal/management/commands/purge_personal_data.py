from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from cic_portal.accounts.audit.actions import purge_audit_records
from cic_portal.accounts.lockout import purge_attempts
from cic_portal.editing.actions import forget_deleted, forget_open_forms
from cic_portal.feedback.actions import purge_ratings
from cic_portal.personal_data.actions import purge, purge_records
from cic_portal.pictures.actions import sweep_files
from cic_portal.translations.exchange.actions import purge_uploads


class Command(BaseCommand):
    help = "Delete what has been kept for as long as we promised, of every kind. Run it every day."

    def handle(self, *args, **options):
        today = timezone.localdate()
        self.stdout.write(f"Deleted {purge_ratings(today=today)} answers about pages.")
        for label, count in purge(today=today).items():
            self.stdout.write(f"{label}: {count} forgotten.")
        self.stdout.write(f"Deleted {purge_records(today=today)} notes of who saw what.")
        purge_uploads(now=timezone.now())  # files with translations that somebody uploaded and never confirmed
        self.stdout.write(f"Deleted {purge_audit_records(today=today)} records of the desk.")
        self.stdout.write(f"Deleted {purge_attempts(now=timezone.now())} counts of wrong passwords.")
        self.stdout.write(f"Gone for good: {forget_deleted(today=today)} deleted things.")
        self.stdout.write(f"Deleted {sweep_files(now=timezone.now())} files of pictures that are gone.")
        forget_open_forms(now=timezone.now())
        call_command("clearsessions")  # they hold what staff searched for: names and phones
