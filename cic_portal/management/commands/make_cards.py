from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cic_portal import languages
from cic_portal.leaflets.papers import cards
from cic_portal.typesetting.compiler import MissingGlyphs
from contact.frame import load_frame


class Command(BaseCommand):
    help = "Write ten cards for a wallet, Polish beside LANGUAGE, to FILE (PDF, A4 with cut marks)."

    def add_arguments(self, parser):
        parser.add_argument("language", choices=languages.TARGETS, metavar="LANGUAGE")
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args, language, file, **options):
        try:
            size = file.write_bytes(cards(load_frame(), language))
        except MissingGlyphs as missing:
            raise CommandError(str(missing)) from missing
        self.stdout.write(f"{file}: {size} bytes")
