from collections import Counter

from django.core.management.base import BaseCommand

from cic_portal import languages
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations import coverage


class Command(BaseCommand):
    help = "For each language: how many texts are missing, outdated, not read by a translator, current. Exits 1 when any is missing. Sets the counts of the desk right."

    def add_arguments(self, parser):
        parser.add_argument("--list", action="store_true", help="Name every text that is missing or outdated.")

    def handle(self, *args, **options):
        counts = {code: Counter() for code in languages.TARGETS}
        for model in coverage.holders():
            for instance in model._base_manager.iterator(chunk_size=500):
                self._count(instance, counts, options["list"])
        coverage.rebuild()  # whatever went past the signals
        self.stdout.write("language  complete  " + "  ".join(f"{status.value:>10}" for status in TranslationStatus))
        for code, found in counts.items():
            complete = 100 * (found.total() - found[TranslationStatus.MISSING]) // max(found.total(), 1)
            numbers = "  ".join(f"{found[status]:>10}" for status in TranslationStatus)
            self.stdout.write(f"{code:<8}  {complete:>7}%  {numbers}")
        if any(found[TranslationStatus.MISSING] for found in counts.values()):
            raise SystemExit(1)

    def _count(self, instance, counts, is_listing):
        for field in instance.translated_fields():
            if not instance.text_in(field, languages.SOURCE):
                continue
            for code, found in counts.items():
                status = instance.field_status(field, code)
                found[status] += 1
                if is_listing and status in coverage.UNFINISHED:
                    self.stdout.write(
                        f"{code} {status.value}: {instance._meta.model_name} {instance.pk} {instance}: {field}"
                    )
