"""Texts leave and come back equal, in both versions, and the files are what the standards ask for."""

from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cic_portal.markup.codes import FOR_MACHINES, every_code, pieces_of, text_of
from cic_portal.translations.exchange.files import State, writable
from cic_portal.translations.exchange.formats import FORMATS, read, write
from tests.translations.exchange_files import TEXTS, file_of

BOTH = pytest.mark.parametrize("version", FORMATS)


@given(TEXTS)
@example("[[a|[b](c)]] [x [[y]] z](tel:+48) {{ a-b }} [[")
def test_a_text_is_the_sum_of_its_pieces(text):
    assert text_of(pieces_of(text)) == text
    assert text_of(pieces_of(text, signs=FOR_MACHINES)) == text


@BOTH
@given(source=TEXTS, target=TEXTS)
@example(source="  dwa\n\n1. wiersze {{a}} ", target="\n\u00a0[[a]]\u2028[[b|в]] {{a}}{{a}} ]]>")
def test_a_text_comes_back_to_the_letter(version, source, target):
    text = read(write(file_of(source, target), version)).texts()[0]

    assert (text.source, text.target) == (source, target)


@BOTH
@given(st.text())
def test_what_xml_cannot_hold_spoils_no_file(version, anything):
    text = read(write(file_of(anything, anything, heading=anything), version)).texts()[0]

    assert text.source == writable(anything)


@BOTH
@pytest.mark.parametrize("state", State)
def test_what_a_file_says_of_a_text_comes_back(version, state):
    target = "" if state is State.MISSING else "Номер"

    back = read(write(file_of("Numer", target, state), version))

    text = back.texts()[0]
    assert (back.source_code, back.target_code) == ("pl", "uk")
    assert back.objects[0].origin == "https://portal.example/admin/translations/uk/services.guide/1/"
    assert (text.id, text.state, text.made_from, text.replaces) == (
        "services.guide:1:title",
        state,
        "0123456789ab",
        "ba9876543210",
    )


@BOTH
def test_signs_of_the_translation_have_the_numbers_of_the_source(version):
    source = pieces_of("{{a}} [[b]] [[c|ce]] {{a}}")

    target = pieces_of("[[c|це]] {{a}} {{new}} [[b]] {{a}} {{a}}", source=source)

    assert [(code.opening, code.number) for code in every_code(target)] == [
        ("[[c|", 3),
        ("{{a}}", 1),
        ("{{new}}", 5),
        ("[[b]]", 2),
        ("{{a}}", 4),
        ("{{a}}", 6),
    ]


def shape(element):
    """Elements and attributes, without texts: what a schema would judge."""
    name = element.tag.rpartition("}")[2]
    return (name, sorted(element.attrib), [shape(child) for child in element])


SOURCE = "Zobacz [[karta pobytu]], [[wniosek|wniosku]]: {{fee}} i [gov.pl](https://www.gov.pl/)."


def test_a_file_of_version_1_2_is_built_as_the_standard_asks():
    content = write(file_of(SOURCE, "Див. [[karta pobytu]]."), "1.2")

    tree = ElementTree.fromstring(content)
    space = "{http://www.w3.org/XML/1998/namespace}"
    codes = [("ph", ["id"], []), *[("bpt", ["id"], []), ("ept", ["id"], []), ("ph", ["id"], [])]]
    codes += [("bpt", ["id"], []), ("ept", ["id"], [])]
    assert tree.tag == "{urn:oasis:names:tc:xliff:document:1.2}xliff"
    assert shape(tree) == (
        "xliff",
        ["version"],
        [
            (
                "file",
                ["datatype", "original", "source-language", "target-language", "tool-id"],
                [
                    ("header", [], [("tool", ["tool-id", "tool-name"], []), ("note", [], []), ("note", [], [])]),
                    (
                        "body",
                        [],
                        [
                            (
                                "trans-unit",
                                sorted(["extradata", "id", "maxwidth", "size-unit", f"{space}space"]),
                                [
                                    ("source", [f"{space}lang"], codes),
                                    ("target", sorted(["state", f"{space}lang"]), [("ph", ["id"], [])]),
                                    ("note", ["annotates"], []),
                                    ("note", ["annotates"], []),
                                ],
                            )
                        ],
                    ),
                ],
            )
        ],
    )
    assert b'<ph id="3">{{fee}}</ph>' in content
    assert b'<bpt id="4">[</bpt>gov.pl<ept id="4">](https://www.gov.pl/)</ept>' in content


def test_a_file_of_version_2_0_is_built_as_the_standard_asks():
    content = write(file_of(SOURCE, "Див. [[karta pobytu]]."), "2.0")

    tree = ElementTree.fromstring(content)
    space = "{http://www.w3.org/XML/1998/namespace}space"
    size = "{urn:oasis:names:tc:xliff:sizerestriction:2.0}sizeRestriction"
    alone, pair = ("ph", ["dataRef", "disp", "equiv", "id"], []), ("pc", ["dataRefEnd", "dataRefStart", "id"], [])
    assert tree.tag == "{urn:oasis:names:tc:xliff:document:2.0}xliff"
    assert shape(tree) == (
        "xliff",
        ["srcLang", "trgLang", "version"],
        [
            (
                "file",
                ["canResegment", "id", "original"],
                [
                    ("profiles", ["generalProfile"], []),
                    ("notes", [], [("note", [], []), ("note", [], [])]),
                    (
                        "unit",
                        sorted(["canResegment", "id", space, size]),
                        [
                            ("metadata", [], [("metaGroup", ["category"], [("meta", ["type"], [])] * 2)]),
                            ("notes", [], [("note", [], []), ("note", [], [])]),
                            ("originalData", [], [("data", sorted(["id", space]), [])] * 6),
                            (
                                "segment",
                                ["state"],
                                [("source", [], [alone, pair, alone, pair]), ("target", [], [alone])],
                            ),
                        ],
                    ),
                ],
            )
        ],
    )


@pytest.mark.parametrize(
    ("version", "before", "after"),
    [
        ("1.2", '<ph id="1">{{fee}}</ph> zł', '<x id="1" equiv-text="ignored"/> zł'),
        ("1.2", '<ph id="1">{{fee}}</ph> zł', '<ph id="1">{{another}}</ph> zł'),
        ("1.2", "zł", '<mrk mtype="seg" mid="1">zł</mrk>'),
        ("1.2", '<bpt id="2">[</bpt>a<ept id="2">](/b/)</ept>', '<g id="2">a</g>'),
        ("2.0", '<pc id="2" dataRefStart="d2" dataRefEnd="d2e">a</pc>', '<sc id="2"/>a<ec startRef="2"/>'),
        ("2.0", "zł", '<mrk id="m1">z<sm id="m2"/>ł</mrk><em startRef="m2"/>'),
    ],
)
def test_tools_may_write_signs_in_their_own_way(version, before, after):
    text = "{{fee}} zł [a](/b/)"
    content = write(file_of(text, text), version).decode()
    head, mark, target = content.rpartition("<target")
    assert before in target

    back = read(f"{head}{mark}{target.replace(before, after)}".encode())

    assert back.texts()[0].target == text


def test_a_tool_that_writes_no_state_may_approve_the_whole_unit():
    content = write(file_of("Raz.", "Один."), "1.2").replace(b' state="translated"', b"")

    states = [read(content.replace(b"<trans-unit", b"<trans-unit" + more)) for more in (b"", b' approved="yes"')]

    assert [file.texts()[0].state for file in states] == [State.TRANSLATED, State.REVIEWED]


def test_a_text_in_several_segments_is_one_text_and_as_far_as_the_last():
    content = write(file_of("Raz.", "Один."), "2.0").decode()
    more = '<ignorable><source> </source></ignorable><segment state="final"><source>Dwa.</source><target>Два.</target></segment></unit>'

    text = read(content.replace("</unit>", more).encode()).texts()[0]

    assert (text.source, text.target, text.state) == ("Raz. Dwa.", "Один. Два.", State.TRANSLATED)
