import pytest

from cic_portal.texts.differences import changed_words
from cic_portal.translations.glossary import GlossaryEntry, entries_for, marked, mentioned
from tests.factories import AmountFactory, TermFactory

CARD = GlossaryEntry("[[karta pobytu]]", "karta pobytu", "посвідка")
NUMBER = GlossaryEntry("[[PESEL]]", "PESEL", "PESEL")
FEE = GlossaryEntry("{{fee}}", "", "100 zł")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Weź [[karta pobytu|kartę pobytu]].", [CARD]),
        ("Weź kartę pobytu.", [CARD]),
        ("Bez karty pobytu i numeru PESEL-u.", [CARD, NUMBER]),
        ("Karta kredytowa, pobyt.", []),
        ("pesele i wykarty pobytu", []),
        ("Opłata {{ fee }}.", [FEE]),
    ],
)
def test_words_are_found_in_brackets_and_in_any_polish_ending(text, found):
    assert mentioned(text, [CARD, NUMBER, FEE]) == found


def test_what_is_found_is_marked_and_the_rest_is_escaped():
    html = marked("<b> [[karta pobytu|karty pobytu]], karta pobytu & {{fee}}", [CARD, FEE])

    assert html == (
        "&lt;b&gt; <mark>[[karta pobytu|karty pobytu]]</mark>, <mark>karta pobytu</mark> &amp; <mark>{{fee}}</mark>"
    )


@pytest.mark.django_db
def test_terms_and_amounts_come_from_the_portal_in_two_queries(empty_portal, django_assert_num_queries):
    card = TermFactory(name="karta pobytu", equivalent="посвідка")
    TermFactory(name="wniosek", untranslated=True)
    TermFactory(name="dom studencki")
    fee = AmountFactory(slug="fee", value="1234.50", label="opłata")

    with django_assert_num_queries(2):
        found = entries_for(["Weź kartę pobytu i wniosek.", "Opłata {{fee}}, tel. {{centre-phone}}."], "uk")

    assert [(entry.sign, entry.words.replace("\u00a0", " "), entry.label, entry.pk) for entry in found[::2]] == [
        ("[[karta pobytu]]", "посвідка uk", "services.term", card.pk),
        ("{{fee}}", "1 234,50 zł", "services.amount", fee.pk),
    ]
    assert [(entry.sign, entry.words, bool(entry.note)) for entry in found[1::2]] == [
        ("[[wniosek]]", "", False),
        ("{{centre-phone}}", "", True),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "Zostaje. Opłata wynosi 100 zł.",
            "Zostaje. Opłata wynosi 200 zł.",
            [[("", "Opłata wynosi"), ("del", "100"), ("ins", "200"), ("", "zł.")]],
        ),
        ("Idź do urzędu.", "Zadzwoń wcześniej.", [[("del", "Idź do urzędu."), ("ins", "Zadzwoń wcześniej.")]]),
        ("Jedno.", "Jedno. Drugie.", [[("ins", "Drugie.")]]),
        ("Jedno. Drugie.", "Jedno.", [[("del", "Drugie.")]]),
    ],
)
def test_changes_are_told_word_by_word_where_sentences_are_alike(before, after, expected):
    assert changed_words(before, after) == expected
