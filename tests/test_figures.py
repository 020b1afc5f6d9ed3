"""The limits that the code keeps (tests/figures.py counts)."""

import ast

import pytest

from tests import figures

TWICE = """
def first(rows):
    found = []
    for row in rows:
        if row.is_open:
            found.append(row.name)
    total = len(found) + 1
    return found, total
"""


def read(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return figures.Source.read(path)


@pytest.fixture(scope="module")
def table():
    return figures.figures()


def test_no_template_line_is_longer_than_one_can_read():
    assert figures.long_template_lines() == []


def test_tests_keep_pace_with_the_code(table):
    assert table["test : code lines"] >= 0.95


def test_little_is_written_twice(table):
    assert table["repeated runs per 1,000 lines"] <= 3


def test_functions_and_modules_stay_short(table):
    assert table["function lines, longest"] <= 36
    assert table["function lines, p90"] <= 12
    assert table["module lines, longest"] <= 375


def test_a_run_with_other_names_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "BASE", tmp_path)
    renamed = TWICE.replace("first", "second").replace("row", "course").replace("is_open", "is_full")
    pair = [read(tmp_path, "a.py", TWICE), read(tmp_path, "b.py", renamed)]

    assert figures.repeated_runs(pair) == [("a.py", 2, "b.py", 2)]


def test_a_run_with_another_sign_is_another_run(tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "BASE", tmp_path)
    other = TWICE.replace("+ 1", "- 1").replace("for row in rows", "while rows").replace("if row", "if not row")

    assert figures.repeated_runs([read(tmp_path, "a.py", TWICE), read(tmp_path, "b.py", other)]) == []


def test_comments_imports_and_docstrings_count_in_no_run(tmp_path):
    source = read(tmp_path, "a.py", '"""One."""\nimport os\n\n# why\nhere = os.curdir\n')

    assert [number for number, _shape in figures.shapes(source)] == [5]


def test_a_function_is_as_long_as_its_lines():
    (function,) = ast.parse(TWICE).body

    assert figures.length(function) == 7
