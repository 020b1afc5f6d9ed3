import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cic_portal.exports import csv_file, xlsx_file

HEADER = ["Imię", "Telefon", "Dni", "Kwota", "Od", "Zapis"]
SIGNED_UP_AT = datetime(2026, 9, 1, 15, 5, tzinfo=UTC)
ROW = ["Ольга; „Ola”", "+48887069112", -3, Decimal("12.50"), date(2026, 9, 1), SIGNED_UP_AT]
BEGINNINGS = ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\x00=", "＝", "\u00a0@"]
DANGEROUS = st.builds("{}{}".format, st.sampled_from(BEGINNINGS), st.text())


def sheet_of(content):
    return load_workbook(BytesIO(content)).active


def csv_rows(content):
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def begins_a_formula(text):
    return text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(tuple("=+-@＝＋－＠"))


def test_csv_opens_in_excel_in_poland():
    assert (
        csv_file(HEADER, [ROW])
        == (
            "\ufeffImię;Telefon;Dni;Kwota;Od;Zapis\r\n"
            '"Ольга; „Ola”";\'+48887069112;-3;12,50;2026-09-01;2026-09-01 17:05\r\n'
        ).encode()
    )


def test_a_workbook_keeps_numbers_and_dates_what_they_are():
    sheet = sheet_of(xlsx_file("Zapisy: 2026/27", HEADER, [ROW]))

    assert sheet.title == "Zapisy  2026 27"
    assert [cell.value for cell in sheet[2]] == [
        "Ольга; „Ola”",
        "'+48887069112",
        -3,
        12.5,
        datetime(2026, 9, 1),
        datetime(2026, 9, 1, 17, 5),
    ]
    assert [cell.is_date for cell in sheet[2]] == [False, False, False, False, True, True]


def test_the_header_is_bold_and_stays_in_sight():
    sheet = sheet_of(xlsx_file("Zapisy", HEADER, [["a" * 200, "", 1, 1, None, None]]))

    assert sheet.freeze_panes == "A2"
    assert [cell.font.bold for cell in sheet[1]] == [True] * 6
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [60, 9, 8]


def test_an_empty_table_is_a_header():
    assert csv_file(["A", "B"], []) == "\ufeffA;B\r\n".encode()
    assert [[cell.value for cell in row] for row in sheet_of(xlsx_file("", ["A", "B"], []))] == [["A", "B"]]


@pytest.mark.parametrize("typed", ["=1+1", "+48 887 069 112", "-2", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"])
def test_a_formula_that_somebody_typed_is_read_as_text(typed):
    assert csv_rows(csv_file(["A"], [[typed]])) == [["A"], [f"'{typed}"]]


@settings(deadline=None, max_examples=150)
@given(typed=DANGEROUS | st.text())
def test_no_cell_is_ever_a_formula(typed):
    in_csv = csv_rows(csv_file(["A"], [[typed]]))[1]
    in_workbook = sheet_of(xlsx_file("A", ["A"], [[typed]]))["A2"]

    assert [cell for cell in (*in_csv, in_workbook.value or "") if begins_a_formula(cell)] == []
    assert in_workbook.data_type != "f"


@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"]), min_size=1))
def test_harmless_words_are_not_touched(word):
    assert csv_rows(csv_file(["A"], [[word]]))[1] == [word]
