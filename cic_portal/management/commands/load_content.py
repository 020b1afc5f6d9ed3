from django.core.management.base import BaseCommand, CommandError

from cic_portal.loading.actions import load_entries
from cic_portal.loading.content_files import ContentError, digest, read_entries
from cic_portal.loading.kinds import content_kinds
from cic_portal.loading.models import ContentLoad
from services.models import Amount, Term
from services.vocabulary import unknown_mention


class Command(BaseCommand):
    help = "Put the content files into the database. Never changes a text that staff have edited; all or nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-changed", action="store_true", help="Do nothing when no file changed since the last load."
        )

    def handle(self, *args, if_changed, **options):
        kinds = content_kinds()
        state = digest(kinds)
        last = ContentLoad.objects.order_by("-pk").first()
        if if_changed and last and last.digest == state:
            self.stdout.write("Content: no file has changed.")
            return
        try:
            entries = [entry for kind in kinds for entry in read_entries(kind)]
            refuse_unknown_mentions(entries)
            report = load_entries(entries, digest=state)
        except ContentError as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        self.stdout.write(
            f"Content: {report.created} new, {report.updated} changed, {report.unchanged} as before, "
            f"{report.kept} texts left as staff wrote them."
        )


def refuse_unknown_mentions(entries):
    """Raise ContentError for the first term or amount in a text that neither the files nor the database know."""
    names = set(Term.objects.values_list("name", flat=True))
    names |= {entry.source.head.get("name") for entry in entries if entry.kind.model is Term}
    slugs = set(Amount.objects.values_list("slug", flat=True))
    slugs |= {entry.slug for entry in entries if entry.kind.model is Amount}
    for entry in entries:
        for content in entry.files.values():
            for name, text in content.texts.items():
                if unknown := unknown_mention(text, names, slugs):
                    raise ContentError(content.path, content.line_of(name, unknown), f"{unknown} is not known")
