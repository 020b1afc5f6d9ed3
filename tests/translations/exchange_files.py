"""Texts and files as translators might send them."""

from hypothesis import strategies as st

from cic_portal.translations.exchange.files import ExchangedObject, ExchangedText, ExchangeFile, State

SIGNS = [
    "[[karta pobytu]]",
    "[[wniosek|wniosku]]",
    "{{minimum-wage}}",
    "[gov.pl](https://www.gov.pl/)",
    "[",
    "]]",
    "**",
]
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\n\t ąЖქაعـ<>&\"'|*{}[]()")
TEXTS = st.lists(st.text(LETTERS, max_size=20) | st.sampled_from(SIGNS), max_size=12).map("".join)


def file_of(source, target, state=State.TRANSLATED, **more):
    facts = {"made_from": "0123456789ab", "replaces": "ba9876543210", "heading": "Tytuł", "max_length": 160} | more
    text = ExchangedText("services.guide:1:title", source, target, state, **facts)
    origin = "https://portal.example/admin/translations/uk/services.guide/1/"
    thing = ExchangedObject("services.guide:1", "Numer PESEL", origin, "https://portal.example/uk/services/", (text,))
    return ExchangeFile("pl", "uk", (thing,))
