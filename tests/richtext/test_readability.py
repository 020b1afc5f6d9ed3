"""A hint on how hard a Polish text reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cic_portal.richtext.officialese import PLAIN_WORDS, plainer_words
from cic_portal.richtext.readability import readability, sentences_of, syllables, words_alone
from tests.richtext.corpus import rich_texts


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("nie", 1), ("miasto", 2), ("kiedy", 2), ("radio", 2), ("auto", 2), ("Europa", 3), ("nauka", 3), ("historia", 3),
        ("dziecięcy", 3), ("cudzoziemiec", 4), ("zameldowanie", 5), ("ubezpieczenie", 5), ("ŻÓŁĆ", 1), ("w", 0),
    ],
)  # fmt: skip
def test_syllables_are_heard(word, count):
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Idź na ul. Nowy Świat 13. Weź dowód.", ["Idź na ul. Nowy Świat 13.", "Weź dowód."]),
        ("Zob. art. 5 ust. 2. To nie wszystko.", ["Zob. art. 5 ust. 2.", "To nie wszystko."]),
        ("Masz dowód? Weź go! Potem…", ["Masz dowód?", "Weź go!", "Potem…"]),
        ("Pan J. Kowalski ma np. Paszport.", ["Pan J. Kowalski ma np. Paszport."]),
        ("paszport\nzdjęcie", ["paszport", "zdjęcie"]),
        ("Powiedz: „Tak.” „Nie” też.", ["Powiedz: „Tak.”", "„Nie” też."]),
        ("", []),
    ],
)
def test_sentences_end_where_they_end(text, sentences):
    assert sentences_of(text) == sentences


def test_only_what_a_reader_sees_is_counted():
    text = "## Opłata {#fee}\n1. Wpłać {{fee}} i weź [[karta pobytu|kartę]] – **zobacz** [stronę](https://gov.pl/)."

    assert words_alone(text) == "Opłata\nWpłać 100 zł i weź kartę – zobacz stronę."


def test_a_plain_text_reads_easily():
    hint = readability(
        "Idź do urzędu. Weź ze sobą dowód i zdjęcie. Powiedz, że chcesz kartę. Zapłać w kasie. Potem czekaj na list z urzędu."
    )

    assert (hint.level, hint.sentences, hint.long_sentences, hint.plainer) == ("easy", 5, (), ())


def test_the_language_of_offices_is_hard_and_named():
    text = (
        "W przypadku gdy cudzoziemiec zamieszkujący na terytorium Rzeczypospolitej Polskiej zamierza dokonać wpłaty należności"
        " wynikającej z niniejszego postępowania administracyjnego, winien niezwłocznie uiścić opłatę skarbową w terminie"
        " przewidzianym w zawiadomieniu bądź przedłożyć stosowne zaświadczenie."
    )

    hint = readability(text)

    assert hint.level == "hard"
    assert hint.longest_sentences == [text]
    assert hint.long_sentences_percent == 100
    found = dict(hint.plainer)
    assert found["w przypadku gdy"] == "gdy"
    assert found["dokonać wpłaty"] == "zapłacić"
    assert found["bądź"] == "lub"
    assert {"niniejszego", "winien", "niezwłocznie", "uiścić", "przedłożyć", "stosowne"} <= found.keys()
    assert len(hint.some_plainer) == 5


def test_a_term_that_the_glossary_explains_is_no_hard_word():
    free = readability("Potrzebujesz zaświadczenia o zameldowaniu. " * 10)
    explained = readability("Potrzebujesz [[zaświadczenie o zameldowaniu|zaświadczenia o zameldowaniu]]. " * 10)

    assert free.long_words == ("potrzebujesz", "zaświadczenia", "zameldowaniu")
    assert explained.long_words == ("potrzebujesz",)
    assert explained.index < free.index


def test_names_in_capitals_are_read_at_a_glance():
    assert readability("OBYWATELSTWO " * 30).long_words == ()


def test_of_a_few_words_there_is_no_index():
    assert (readability("Zezwolenie.").index, readability("Zezwolenie.").level) == (None, "")
    assert readability("").words_in_a_sentence == readability("").long_sentences_percent == 0


def test_the_list_of_office_words_is_long_and_finds_each_of_them():
    assert len(PLAIN_WORDS) >= 40
    assert len({phrase for phrase, _plain in PLAIN_WORDS}) == len(PLAIN_WORDS)

    silent = [phrase for phrase, _plain in PLAIN_WORDS if not plainer_words(f"Ala {phrase.replace('*', 'ać')} kota")]

    assert silent == []


def test_our_own_texts_read_easily():
    """The measure is set by texts that were written to be plain: most of ours are easy, hardly any is hard."""
    levels = [readability(text).level for where, text in rich_texts() if where.split()[0].endswith("/pl")]
    judged = [level for level in levels if level]

    assert len(judged) > 200
    assert judged.count("easy") / len(judged) > 0.7
    assert judged.count("hard") / len(judged) < 0.05


@given(st.text(max_size=400))
def test_any_text_has_a_hint(text):
    hint = readability(text)

    assert hint.words >= 0
    assert hint.index is None or hint.index >= 0
