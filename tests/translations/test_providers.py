"""Two services on this machine that answer as the real ones do, well and badly."""

import pytest
from hypothesis import example, given, settings

from cic_portal.markup.codes import pieces_of
from cic_portal.outgoing.targets import is_service_url
from cic_portal.translations.machine.protection import Tags, _tagged, lines_of
from cic_portal.translations.machine.providers import DeepLProvider, LibreTranslateProvider, batches
from cic_portal.translations.machine.reasons import NoDraft, WhyNoDraft
from tests.translations.exchange_files import TEXTS
from tests.translations.services import running_service

GUIDE = """## Gdzie {#where}
[[karta pobytu|Kartę pobytu]] dostaniesz w *Urzędzie Wojewódzkim*, ul. Kościuszki 1A & „obok”.

- Opłata: {{residence-card-fee}}, **nie więcej**. Zobacz [stronę [[MOS]]](https://mos.cudzoziemcy.gov.pl).
1. Zadzwoń: [62 765 43 00](tel:+48627654300), od 7:30–15:30, lub napisz: info@example.org.
- {{centre-phone}}
"""
TRANSLATED = """## GDZIE {#where}
[[karta pobytu|KARTĘ POBYTU]] DOSTANIESZ W *Urzędzie Wojewódzkim*, UL. KOŚCIUSZKI 1A & „OBOK”.

- OPŁATA: {{residence-card-fee}}, **NIE WIĘCEJ**. ZOBACZ [STRONĘ [[MOS]]](https://mos.cudzoziemcy.gov.pl).
1. ZADZWOŃ: [62 765 43 00](tel:+48627654300), OD 7:30–15:30, LUB NAPISZ: info@example.org.
- {{centre-phone}}
"""


@pytest.fixture
def service():
    with running_service() as server:
        yield server


@pytest.fixture(params=[DeepLProvider, LibreTranslateProvider])
def machine(request, service):
    return request.param(address=service.address, key="a-key", timeout=1)


def test_signs_numbers_and_marks_come_back_as_they_left(machine):
    assert machine.translate([GUIDE, "Tytuł"], "uk") == [TRANSLATED, "TYTUŁ"]


def test_deepl_is_asked_as_its_documentation_says(service):
    DeepLProvider(address=service.address, key="secret:fx", timeout=1).translate(["Masz [[PESEL]]? a < b"], "en")

    path, headers, body = service.asked[0]
    assert path == "/v2/translate"
    assert headers["Authorization"] == "DeepL-Auth-Key secret:fx"
    assert headers["Content-Type"] == "application/json"
    assert body == {
        "text": ['Masz <x id="1">PESEL</x>? a &lt; b'],
        "source_lang": "PL",
        "target_lang": "EN-GB",
        "tag_handling": "xml",
        "ignore_tags": ["x"],
        "split_sentences": "nonewlines",
        "preserve_formatting": True,
    }


def test_libretranslate_is_asked_as_its_documentation_says(service):
    LibreTranslateProvider(address=f"{service.address}/", key="secret", timeout=1).translate(["Masz [[PESEL]]?"], "uk")

    path, _headers, body = service.asked[0]
    question = 'Masz <code translate="no" id="1">PESEL</code>?'
    assert path == "/translate"
    assert body == {"q": [question], "source": "pl", "target": "uk", "format": "html", "api_key": "secret"}


@pytest.mark.parametrize(
    ("key", "address"), [("1234:fx", "https://api-free.deepl.com"), ("1234", "https://api.deepl.com")]
)
def test_the_key_says_which_host_of_deepl_it_is_for(key, address):
    assert DeepLProvider(address="", key=key, timeout=1).address == address


def test_languages_of_the_portal_that_deepl_tries_out_are_asked_for_with_a_flag(service):
    DeepLProvider(address=service.address, key="k", timeout=1).translate(["Słowo"], "ka")

    assert service.asked[0][2]["enable_beta_languages"] is True


def test_lines_without_words_stay_at_home(machine, service):
    assert machine.translate(["{{fee}}\n\n---\n- [[PESEL]]\n"], "uk") == ["{{fee}}\n\n---\n- [[PESEL]]\n"]
    assert service.asked == []


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('id="1"', 'id="2"'),
        lambda text: text.replace('id="1"', 'id="99"'),
        lambda text: text + text,
        lambda text: text.split("<")[0],
        lambda text: text + " {{another-amount}}",
        lambda text: text.replace("KWOTA", "[[KWOTA]]"),
        lambda text: text + "<script>alert(1)</script>",
        lambda text: text + "<!-- -->",
        lambda text: f"<b>{text}</b>",
        lambda text: text.replace("</", "<"),
    ],
)
def test_a_draft_whose_signs_did_not_survive_is_none(machine, service, change):
    service.change = change

    assert machine.translate(["Kwota {{fee}} zł"], "uk") == [None]


def test_one_bad_draft_does_not_spoil_the_others(machine, service):
    service.change = lambda text: text.partition("<")[0]

    assert machine.translate(["Słowo", "Kwota {{fee}}", "Inne"], "uk") == ["SŁOWO", None, "INNE"]


def test_a_link_keeps_what_stood_in_it(machine, service):
    pair = machine.tags.pair
    kept = _tagged(pieces_of("[[MOS]]"), machine.tags).replace('id="1"', 'id="2"')
    service.change = lambda text: f'Див. <{pair} id="1">сторінку</{pair}> {kept}'

    assert machine.translate(["Zobacz [stronę [[MOS]]](https://mos.cudzoziemcy.gov.pl)"], "uk") == [None]


@pytest.mark.parametrize(
    ("does", "why"),
    [
        (400, WhyNoDraft.STRANGE),
        (401, WhyNoDraft.KEY),
        (403, WhyNoDraft.KEY),
        (404, WhyNoDraft.STRANGE),
        (413, WhyNoDraft.TOO_LONG),
        (429, WhyNoDraft.TOO_OFTEN),
        (456, WhyNoDraft.QUOTA),
        (500, WhyNoDraft.AWAY),
        (503, WhyNoDraft.AWAY),
        (504, WhyNoDraft.LATE),
        (529, WhyNoDraft.TOO_OFTEN),
        ("redirect", WhyNoDraft.STRANGE),
        ("hangs", WhyNoDraft.LATE),
        ("drips", WhyNoDraft.LATE),
        (b"<html>", WhyNoDraft.STRANGE),
        (b"", WhyNoDraft.STRANGE),
        (b"[" * 100_000, WhyNoDraft.STRANGE),
        (b"null", WhyNoDraft.STRANGE),
        (b'{"translations": [{"text": 7}], "translatedText": [7]}', WhyNoDraft.STRANGE),
        (b'{"translations": [{"text": " "}], "translatedText": [" "]}', WhyNoDraft.STRANGE),
        (b'{"translations": [], "translatedText": []}', WhyNoDraft.STRANGE),
        (b'{"translations": "ab", "translatedText": "ab"}', WhyNoDraft.STRANGE),
        (b"\xff\xfe", WhyNoDraft.STRANGE),
    ],
)
def test_whatever_a_service_does_there_is_a_reason_and_no_traceback(machine, service, does, why):
    service.does = does

    with pytest.raises(NoDraft) as refused:
        machine.translate(["Słowo"], "uk")

    assert refused.value.why == why


def test_a_service_that_is_not_there_is_said_to_be_away(service, machine):
    service.shutdown()
    service.server_close()

    with pytest.raises(NoDraft) as refused:
        machine.translate(["Słowo"], "uk")

    assert refused.value.why == WhyNoDraft.AWAY


@pytest.mark.parametrize(
    ("address", "may_be_asked"),
    [
        ("https://api.deepl.com/v2/translate", True),
        ("http://127.0.0.1:5000/translate", True),
        ("http://localhost:5000/translate", True),
        ("http://translate.example/translate", False),
        ("ftp://localhost/", False),
        ("file://localhost/etc/passwd", False),
        ("/translate", False),
    ],
)
def test_texts_and_the_key_travel_by_tls_or_not_at_all(address, may_be_asked):
    assert is_service_url(address) is may_be_asked


@pytest.mark.parametrize("code", ["pl", "ka", "vi", ""])
def test_a_language_that_a_service_does_not_speak_is_not_asked_for(service, code):
    machine = LibreTranslateProvider(address=service.address, key="", timeout=1)

    with pytest.raises(NoDraft) as refused:
        machine.translate(["Słowo"], code)

    assert (refused.value.why, service.asked) == (WhyNoDraft.LANGUAGE, [])


def test_whoever_runs_the_portal_may_say_which_languages_are_offered(service):
    machine = LibreTranslateProvider(address=service.address, key="", timeout=1, codes=["ka"])

    assert [machine.speaks(code) for code in ("ka", "uk")] == [True, False]
    assert machine.translate(["Słowo"], "ka") == ["SŁOWO"]


def test_long_pages_are_asked_for_in_parts():
    assert [len(batch) for batch in batches(["x"] * 120)] == [50, 50, 20]
    assert [len(batch) for batch in batches(["x" * 15_000] * 3)] == [1, 1, 1]
    assert list(batches([])) == []


@given(TEXTS)
@example("A *[[zero]]* **[a](/b/)** [*c*](/d/) *{{e}}*")
@settings(max_examples=400)
def test_what_a_faithful_service_says_is_never_lost(text):
    lines = lines_of(text, Tags(kept="x", pair="g"))

    answered = [line.answered(line.question) for line in lines]

    assert None not in answered
    assert "".join("\n".join(answered).split()) == "".join(text.split())
