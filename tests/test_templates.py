"""Templates: laid out for those who edit them, and sent without their lines and indentation."""

import re

import pytest
from django.conf import settings
from django.template import engines

from cic_portal.template_loader import on_one_line

FOLDER = settings.BASE_DIR / "templates"
# Typst's are programs, and what a letter says as plain text is laid out as it is read.
LAID_OUT = (".html", ".xml")
LONGEST = 160  # characters in a line
SHOWS_LINE_BREAKS = re.compile(r"([^{}]+){[^{}]*white-space: *(?:pre|break-spaces)")


def templates():
    return [path for path in sorted(FOLDER.rglob("*")) if path.suffix in LAID_OUT]


def lines():
    for path in templates():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{path.relative_to(settings.BASE_DIR)}:{number}", line


def test_no_line_of_a_template_is_too_long_to_read():
    assert [f"{place} has {len(line)} characters" for place, line in lines() if len(line) > LONGEST] == []


def test_strings_may_be_broken_over_lines():
    """Without `trimmed` the line breaks of a template would belong to the string, and no catalogue would have it."""
    tags = [(place, tag) for place, line in lines() for tag in re.findall(r"{% blocktranslate\b[^%]*%}", line)]

    assert len(tags) > 100
    assert [place for place, tag in tags if " trimmed " not in tag] == []


def kept_as_typed():
    """Opening tags of elements in which a reader would see a line break, by what our CSS says of their class."""
    css = "".join(path.read_text(encoding="utf-8") for path in sorted((settings.BASE_DIR / "static").rglob("*.css")))
    classes = {name for rule in SHOWS_LINE_BREAKS.findall(css) for name in re.findall(r"\.([\w-]+)\s*(?:,|$)", rule)}
    return re.compile(rf'<(\w+)[^<>]*\bclass="[^"]*\b(?:{"|".join(sorted(classes))})\b[^<>]*>|<(pre|textarea)\b[^<>]*>')


def test_no_line_is_broken_where_a_reader_would_see_it():
    found, broken = 0, []
    for path in templates():
        text = path.read_text(encoding="utf-8")
        for tag in kept_as_typed().finditer(text):
            content, end, _rest = text[tag.end() :].partition(f"</{tag[1] or tag[2]}>")
            found += bool(end)
            broken += [f"{path.relative_to(FOLDER)}: {tag[0]}"] if "\n" in content else []

    assert found > 10
    assert broken == []


@pytest.mark.parametrize(
    ("laid_out", "sent"),
    [
        ("<ul>\n  <li>A</li>\n\n  <li>B</li>\n</ul>\n", "<ul> <li>A</li> <li>B</li> </ul>"),
        ('<a class="button"\n   href="/">A</a>', '<a class="button" href="/">A</a>'),
        ("A  B\n", "A  B"),
        ("<p>\n  <pre>\n  A\n</pre>\n  B", "<p> <pre>\n  A\n</pre> B"),
        ("<script>\n  // A\n  b()\n</script>\n<i>\n", "<script>\n  // A\n  b()\n</script> <i>"),
    ],
)
def test_a_line_break_and_its_indentation_are_sent_as_one_space(laid_out, sent):
    assert on_one_line(laid_out) == sent


def test_pages_are_sent_without_indentation_and_plain_text_as_it_is_laid_out():
    page = engines["django"].get_template("base.html").template.source
    letter = engines["django"].get_template("emails/letter.txt").template.source

    assert "\n" not in page
    assert letter == (FOLDER / "emails" / "letter.txt").read_text(encoding="utf-8")
