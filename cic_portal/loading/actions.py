import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction
from django.utils import translation

from cic_portal import languages
from cic_portal.editing.recording import FROM_FILES, one_version, without_history
from cic_portal.loading.content_files import ContentError
from cic_portal.loading.models import ContentLoad, LoadedEntry
from cic_portal.publishing.models import Publishable
from cic_portal.texts.actions import keep_source_texts
from cic_portal.texts.fingerprints import fingerprint


@dataclass
class LoadReport:
    """How many things a load created, updated and left as they are, and how many texts staff had changed."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0

    def count(self, *, is_new, has_changed):
        self.created += is_new
        self.updated += has_changed and not is_new
        self.unchanged += not has_changed and not is_new


@transaction.atomic
def load_entries(entries, *, digest):
    """Bring the database up to what the content files say, all of it or nothing; returns a LoadReport.

    A column is written only while it still holds what the files put there last: what staff changed stays. Running it
    twice changes nothing. Raises ContentError naming the file and line.
    """
    report = LoadReport()
    for entry in entries:
        try:
            with transaction.atomic():
                _load_entry(entry, report)
        except (DatabaseError, TypeError, ValueError) as error:
            raise ContentError(entry.source.path, 1, f"cannot be stored: {error}") from error
    ContentLoad.objects.create(digest=digest)
    return report


def _load_entry(entry, report):
    kind = entry.kind
    instance = kind.model._base_manager.filter(slug=entry.slug).first()
    name = f"{kind.root.name}/{entry.slug}"
    if instance is None and LoadedEntry.objects.filter(name=name).exists():
        report.kept += 1  # staff deleted it, and it stays deleted
        return
    LoadedEntry.objects.get_or_create(name=name)
    if instance is None:
        # The files are what it was first; its history begins when somebody changes it.
        with without_history():
            _load_into(kind.model(slug=entry.slug, status=Publishable.Status.PUBLISHED), entry, report)
    else:
        with one_version(reason=FROM_FILES):
            _load_into(instance, entry, report)


def _load_into(instance, entry, report):
    kind = entry.kind
    is_new = instance._state.adding
    with_files = _Loader(instance, entry, report)
    for name in kind.facts:
        with_files.put(name, _fact(entry, name))
    for name in kind.words:
        with_files.put_texts(name, name)
    with_files.save()
    for name, relation in kind.relations.items():
        with_files.relate(name, relation)
    for name in kind.section_kinds:
        with_files.put_section(name)
    report.count(is_new=is_new, has_changed=with_files.has_changed)


class _Loader:
    """Writes the columns of one object from its files."""

    def __init__(self, instance, entry, report):
        self.instance = instance
        self.entry = entry
        self.report = report
        self.has_changed = False
        self.must_save = False  # the note of what was loaded changed, though perhaps no text

    def put(self, column, value):
        """Set `column` unless staff changed it since it was loaded; says whether it now holds `value`."""
        current, wanted = _name(getattr(self.instance, column, None)), _name(value)
        if not self._is_ours(column, current, wanted):
            return False
        if current != wanted or self.instance._state.adding:
            setattr(self.instance, column, value)
            self.has_changed = True
        if self.instance.loaded_record.get(column) != wanted:
            self.instance.loaded_record[column] = wanted
            self.must_save = True
        return True

    def _is_ours(self, column, current, wanted):
        if self.instance._state.adding or current in (wanted, self.instance.loaded_record.get(column, "")):
            return True
        self.report.kept += 1
        return False

    def put_texts(self, name, column):
        """Set the text `name` of the files as `column` in every language that has a file."""
        for code, content in self.entry.files.items():
            text = content.texts.get(name, "")
            if self.put(f"{column}_{code}", text) and code != languages.SOURCE:
                self._record(code, column, content, name, text)

    def _record(self, code, column, content, name, text):
        made_from = content.head.get("made_from") or {}
        if text and name not in made_from:
            raise ContentError(
                content.path, content.line_of(name), f"made_from lacks “{name}”: run manage.py stamp_translations"
            )
        entries = self.instance.translation_record.setdefault(code, {})
        known = entries.get(column, {})
        if not text:
            entries.pop(column, None)
        elif (
            known.get("origin", "file") == "file"
            and not self._was_confirmed_at_the_desk(known, content)
            and known.get("made_from") != made_from[name]
        ):
            entries[column] = {
                "made_from": made_from[name],
                "origin": "file",
                "confirmed_by": content.head.get("confirmed_by") or "",
                "confirmed_on": str(content.head.get("confirmed_on") or ""),
            }
            self.has_changed = True

    def _was_confirmed_at_the_desk(self, known, content):
        """A person confirmed this text here, and the file does not know of it: their word stays."""
        return bool(known.get("confirmed_by")) and known["confirmed_by"] != content.head.get("confirmed_by")

    def relate(self, name, relation):
        """Set a relation of the saved object, under the same rule as a column."""
        arrange = list if relation.is_ordered else sorted
        values = arrange(self.entry.source.head.get(name) or [])
        current, wanted = _name(arrange(relation.read(self.instance))), _name(values)
        if not self._is_ours(name, current, wanted):
            return
        if current != wanted:
            self._explained(lambda: relation.write(self.instance, values), name)
            self.has_changed = True
        if self.instance.loaded_record.get(name) != wanted:
            self.instance.loaded_record[name] = wanted
            self.instance.save(update_fields=["loaded_record"])

    def put_section(self, kind):
        """Set, add or remove the section `kind` of the saved object."""
        section = self.instance.sections.filter(kind=kind).first()
        if kind not in self.entry.source.texts:
            columns = [f"body_{code}" for code in languages.CODES]
            if section and all(
                _name(getattr(section, name)) == section.loaded_record.get(name, "") for name in columns
            ):
                section.delete()
                self.has_changed = True
            return
        mark = f"section {kind}"
        if section is None and self.instance.loaded_record.get(mark):
            self.report.kept += 1  # staff took it out
            return
        if not self.instance.loaded_record.get(mark):
            self.instance.loaded_record[mark] = "loaded"
            self.instance.save(update_fields=["loaded_record"])
        section = section or self.instance.sections.model(guide=self.instance, kind=kind)
        part = _Loader(section, self.entry, self.report)
        part.put_texts(kind, "body")
        part.save()
        self.has_changed |= part.has_changed

    def save(self):
        if self.has_changed or self.must_save:
            self._explained(lambda: self.instance.full_clean(validate_unique=False), "")
            self.instance.save()
            keep_source_texts(self.instance.source_texts())

    def _explained(self, write, name):
        source = self.entry.source
        try:
            # The columns without a language follow the active one; here it must be the one that always has a text.
            with translation.override(languages.SOURCE):
                write()
        except ValidationError as error:
            problems = error.message_dict.items() if hasattr(error, "error_dict") else [(name, error.messages)]
            column, messages = next(iter(problems))
            code = column.rpartition("_")[2]
            path = self.entry.files.get(code, source).path
            raise ContentError(path, 1, f"{column}: {' '.join(messages)}") from error


def _fact(entry, name):
    """The value of a fact as its column wants it; the column's default when the file does not give one."""
    column = entry.kind.model._meta.get_field(name)
    value = entry.source.head.get(name)
    if value is None:
        return column.get_default()
    try:
        if isinstance(column, models.ForeignKey):
            return column.related_model._base_manager.get(slug=value)
        if isinstance(column, models.DecimalField):
            return Decimal(str(value))
        return column.to_python(json.loads(json.dumps(value, default=str)))
    except (ValidationError, ArithmeticError, ObjectDoesNotExist) as error:
        raise ContentError(
            entry.source.path, entry.source.line_of(name), f"{name}: “{value}” cannot be used"
        ) from error


def _name(value):
    """The fingerprint of any value of a column, equal for equal values however they were written."""
    if isinstance(value, models.Model):
        value = value.slug
    elif isinstance(value, Decimal):
        value = f"{value:.2f}"
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, list | dict):
        value = json.dumps(value, sort_keys=True, default=str) if value else ""
    elif hasattr(value, "as_e164"):
        value = value.as_e164 if value else ""
    return fingerprint("" if value is None else str(value))
