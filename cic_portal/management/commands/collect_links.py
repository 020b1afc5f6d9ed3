from django.core.management.base import BaseCommand
from django.utils import timezone

from cic_portal.links.actions import collect_links
from cic_portal.links.models import Link


class Command(BaseCommand):
    help = "Read all texts in all languages for links. The worker does so by itself; nothing is checked here."

    def handle(self, *args, **options):
        new, gone = collect_links(now=timezone.now())
        self.stdout.write(f"Links in texts: {Link.objects.count()} ({new} new, {gone} gone).")
