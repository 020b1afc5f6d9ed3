"""Tables as files for a spreadsheet. No cell of them is ever a formula, whatever people typed into our forms (SEC-09)."""

import csv
import datetime
import re
from decimal import Decimal
from io import BytesIO, StringIO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from cic_portal.typed_text import FORBIDDEN_IN_XML

# What a spreadsheet takes for the beginning of a formula, also behind blanks (OWASP, “CSV injection”).
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
FORBIDDEN_IN_SHEET_TITLE = re.compile(r"[\[\]:*?/\\']")
SHEET_TITLE_LENGTH = 31
WIDTHS = (8, 60)  # characters: the narrowest and the widest column


def csv_file(header, rows):
    """CSV as Excel in Poland opens it with a double click: UTF-8 with BOM, semicolons, CRLF, decimal comma; bytes."""
    target = StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows([_csv_cell(cell) for cell in row] for row in (header, *rows))
    return target.getvalue().encode("utf-8-sig")


def xlsx_file(title, header, rows):
    """A workbook with one sheet called `title`, as bytes: the header bold and in sight, numbers and dates with type."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = FORBIDDEN_IN_SHEET_TITLE.sub(" ", _text(title))[:SHEET_TITLE_LENGTH].strip() or "1"
    for row in (header, *rows):
        sheet.append([_xlsx_cell(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(sheet.iter_cols(), start=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, WIDTHS[0]), WIDTHS[1])
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def _csv_cell(value):
    value = _local(value)
    if isinstance(value, (float, Decimal)):
        return str(value).replace(".", ",")
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "minutes")
    return value if isinstance(value, (int, datetime.date, datetime.time)) else _text(value)


def _xlsx_cell(value):
    value = _local(value)
    typed = (int, float, Decimal, datetime.date, datetime.time)
    return value if isinstance(value, typed) else _text(value) or None


def _local(value):
    """A moment as the clock in Kalisz shows it: spreadsheets know no time zones."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    return value


def _text(value):
    """`value` as text that stays text: behind an apostrophe when a spreadsheet would reckon with it."""
    text = FORBIDDEN_IN_XML.sub("", "" if value is None else str(value))
    return f"'{text}" if FORMULA.match(text) else text
