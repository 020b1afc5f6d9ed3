import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from cic_portal.typesetting import compiler
from cic_portal.typesetting.compiler import MissingGlyphs, pdf
from tests.paper import facts, needs_all_scripts, words

PLAIN = '#import "parts.typ": *\n#show: paper.with("Próba")\n#data.text'


@pytest.fixture
def a_machine_without_fonts(monkeypatch):
    fonts = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(compiler, "installed_fonts", lambda: fonts)


@pytest.fixture
def plain(tmp_path, monkeypatch):
    """A template that prints `text` and nothing else, beside a copy of the parts that all templates share."""
    (tmp_path / "parts.typ").write_bytes((compiler.TEMPLATES / "parts.typ").read_bytes())
    (tmp_path / "plain.typ").write_text(PLAIN, encoding="utf-8")
    monkeypatch.setattr(compiler, "TEMPLATES", tmp_path)
    monkeypatch.setattr("django.conf.settings.BASE_DIR", tmp_path)
    return lambda text: pdf("plain", {"text": text})


def test_a_page_says_what_it_is(plain):
    assert facts(plain("Tekst")) == {
        "conforms": True,
        "marked": True,
        "language": "pl",
        "displays_title": True,
        "title": "Próba",
        "pages": 1,
    }


@pytest.mark.parametrize("typed", ["#panic()", '"]', "$x$ *b* _i_ @ref <label>", r"\ // /* `", "= Tytuł", "#{1+1}"])
def test_what_people_type_is_printed_as_typed(plain, typed):
    assert words(plain(typed)) == typed


def test_latin_and_cyrillic_need_no_font_of_the_system(plain, a_machine_without_fonts):
    pangrams = "Zażółć gęślą jaźń Їжак Ґанок Ўсё Ёж Əcnəbi Öğüt İş ¿Qué?"

    assert words(plain(pangrams)) == pangrams


@pytest.mark.parametrize(
    ("typed", "characters", "package"),
    [("Nino ნინო", "ნიო", "fonts-noto-core"), ("李", "李", "fonts-noto-cjk")],
)
def test_a_script_without_a_font_is_a_refusal_that_names_the_package(
    plain, a_machine_without_fonts, typed, characters, package
):
    with pytest.raises(MissingGlyphs) as refusal:
        plain(typed)

    assert refusal.value.characters == characters
    assert refusal.value.fonts == ["Libertinus Serif"]
    assert " ".join(characters) in str(refusal.value)
    assert package in str(refusal.value)


@pytest.mark.parametrize("typed", ["\x1f", "\x1f\t"])
def test_signs_that_nobody_sees_are_named_as_what_they_are(plain, a_machine_without_fonts, typed):
    with pytest.raises(MissingGlyphs) as refusal:
        plain(f"Nino {typed}")

    assert refusal.value.characters == typed


@needs_all_scripts
def test_every_script_of_the_portal_has_its_font(plain):
    assert words(plain("Łódź Жовті ნინო")) == "Łódź Жовті ნინო"
    assert "د" in words(plain("محمد"))


@settings(deadline=None, max_examples=60)
@given(name=st.text(max_size=40))
def test_any_name_is_printed_or_refused(name):
    try:
        result = facts(pdf("certificate", {**CERTIFICATE, "name": name}))["conforms"]
    except MissingGlyphs as refusal:
        result = set(refusal.characters) <= set(name)

    assert result


CERTIFICATE = {
    "name": "",
    "course": "Kurs",
    "course_en": "",
    "level": "",
    "dates": "",
    "dates_en": "",
    "hours": "",
    "attendance": "",
    "attendance_en": "",
    "issued_on": "",
    "issued_on_en": "",
    "reference": "",
}
