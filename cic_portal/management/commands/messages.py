"""Interface strings: found in the code, kept in catalogues, compiled. With Babel alone, so no system gettext is needed.

Two sets: what visitors read is translated into the ten languages (locale/), what staff read into the languages of the
desk (cic_portal/desk/locale/). A string belongs to the desk when it is marked with `staff_text` or stands in a
template of the admin.
"""

import re
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.template import templatize

from cic_portal import languages

FUNCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
STAFF_FUNCTIONS = {"_s": None, "staff_text": None}
INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
CODE_FOLDERS = ("cic_portal", "services", "contact", "courses")
PUBLIC, STAFF = settings.LOCALE_PATHS
SOURCE_OF_CODE = "en"  # the language in which strings stand in the code


def public_catalog():
    """Every string that visitors read, with where it stands."""
    catalog = Catalog(project="CIC Kalisz")
    for path in _python_files():
        _extract_python(catalog, path, FUNCTIONS)
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        if "admin" not in path.relative_to(settings.BASE_DIR).parts:
            _extract_template(catalog, path)
    return catalog


def staff_catalog():
    """Every string that staff read and Django does not translate itself."""
    catalog = Catalog(project="CIC Kalisz, staff desk")
    for path in _python_files():
        _extract_python(catalog, path, STAFF_FUNCTIONS)
    for path in sorted((settings.BASE_DIR / "templates" / "admin").rglob("*.html")):
        _extract_template(catalog, path)
    return catalog


def _python_files():
    for folder in CODE_FOLDERS:
        yield from sorted((settings.BASE_DIR / folder).rglob("*.py"))


def _extract_python(catalog, path, functions):
    with path.open("rb") as source:
        _add(catalog, path, source, functions)


def _extract_template(catalog, path):
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    # To Babel it is Python, where the indentation of a template would be an error.
    source = INDENTATION.sub("", source)
    _add(catalog, path, BytesIO(source.encode()), FUNCTIONS)


def _add(catalog, path, source, functions):
    for line, function, message, comments in extract_python(source, functions, ["Translators:"], {}):
        spec = functions[function]
        parts = message if isinstance(message, tuple) else (message,)
        context = None
        if spec and isinstance(spec[0], tuple):
            context, *parts = parts
        parts = tuple(part for part in parts if part)
        if parts:
            key = parts[:2] if len(parts) > 1 and spec else parts[0]
            catalog.add(
                key,
                locations=[(str(path.relative_to(settings.BASE_DIR)), line)],
                auto_comments=comments,
                context=context,
            )


def catalog_path(root, code):
    return Path(root) / code / "LC_MESSAGES" / "django.po"


def read_catalog(path, code):
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as source:
        return read_po(source, locale=code)


def update(root, template, codes):
    """Bring the catalogues under `root` up to `template`; nothing is guessed, so nothing becomes fuzzy."""
    for code in codes:
        path = catalog_path(root, code)
        catalog = read_catalog(path, code)
        # A copy: Babel puts the template's own messages into the catalogue, where the next line may fill them in.
        catalog.update(deepcopy(template), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        if code == SOURCE_OF_CODE:
            _copy_ids(catalog)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            write_po(target, catalog, width=120, sort_output=True, omit_header=False, include_lineno=False)


def _copy_ids(catalog):
    for message in catalog:
        if message.id:
            message.string = message.id


def compile_catalogs():
    """Compile every catalogue whose .po is newer than its .mo; returns how many."""
    count = 0
    for root in settings.LOCALE_PATHS:
        for path in sorted(Path(root).glob("*/LC_MESSAGES/django.po")):
            compiled = path.with_suffix(".mo")
            if compiled.exists() and compiled.stat().st_size and compiled.stat().st_mtime >= path.stat().st_mtime:
                continue
            # Whole or not at all: another process may compile, or read, the same catalogue now.
            with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as target:
                write_mo(target, read_catalog(path, path.parts[-3]))
            Path(target.name).chmod(0o644)
            Path(target.name).replace(compiled)
            count += 1
    return count


class Command(BaseCommand):
    help = "Find interface strings and update the catalogues (default), or only compile them."

    def add_arguments(self, parser):
        parser.add_argument("--compile", action="store_true", help="Only compile what has changed.")

    def handle(self, *args, **options):
        if not options["compile"]:
            update(PUBLIC, public_catalog(), languages.CODES)
            update(STAFF, staff_catalog(), languages.STAFF_LANGUAGES)
            self._report()
        self.stdout.write(f"Compiled {compile_catalogs()} catalogues.")

    def _report(self):
        for root, codes in ((PUBLIC, languages.CODES), (STAFF, languages.STAFF_LANGUAGES)):
            for code in codes:
                catalog = read_catalog(catalog_path(root, code), code)
                missing = sum(1 for message in catalog if message.id and not message.string)
                self.stdout.write(
                    f"{catalog_path(root, code).relative_to(settings.BASE_DIR)}: {len(catalog)} strings, {missing} missing"
                )
