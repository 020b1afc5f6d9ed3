from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cic_portal.leaflets.papers import poster
from cic_portal.typesetting.compiler import MissingGlyphs
from contact.frame import load_frame


class Command(BaseCommand):
    help = "Write the poster with phone and opening hours in all languages to FILE (PDF, A4)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args, file, **options):
        try:
            size = file.write_bytes(poster(load_frame()))
        except MissingGlyphs as missing:
            raise CommandError(str(missing)) from missing
        self.stdout.write(f"{file}: {size} bytes")
