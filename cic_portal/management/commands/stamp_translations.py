import re

from django.core.management.base import BaseCommand, CommandError

from cic_portal import languages
from cic_portal.loading.content_files import ContentError, read_entries
from cic_portal.loading.kinds import content_kinds
from cic_portal.texts.fingerprints import fingerprint

STAMPS = re.compile(r"^made_from:\n(?:  .*\n)*", re.MULTILINE)


class Command(BaseCommand):
    help = (
        "Write into translated content files from which Polish text each text was made. Only texts without a stamp get "
        "one; --again also stamps texts whose Polish has changed since, after you have brought them up to date."
    )

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=languages.TARGETS, help="Only this language.")
        parser.add_argument("--again", action="store_true")

    def handle(self, *args, language, again, **options):
        try:
            entries = [entry for kind in content_kinds() for entry in read_entries(kind)]
        except ContentError as error:
            raise CommandError(str(error)) from error
        changed = 0
        for entry in entries:
            for code, content in entry.files.items():
                if code != languages.SOURCE and language in (None, code):
                    changed += stamp(content, entry.source, again)
        self.stdout.write(f"Stamped {changed} files.")


def stamp(content, source, again):
    """Write the stamps of one file; says whether it changed."""
    before = content.head.get("made_from") or {}
    stamps = {name: before.get(name) for name in content.texts}
    for name, old in stamps.items():
        if again or not old:
            stamps[name] = fingerprint(source.texts.get(name, ""))
    if stamps == before:
        return False
    lines = "".join(f'  {name}: "{value}"\n' for name, value in stamps.items())
    text = STAMPS.sub("", content.path.read_text(encoding="utf-8"), count=1)
    head, _closing, body = text[4:].partition("\n---")
    content.path.write_text(f"---\n{head}\nmade_from:\n{lines}---{body}", encoding="utf-8")
    return True
