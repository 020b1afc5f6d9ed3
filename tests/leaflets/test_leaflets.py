import pytest
import typst
from django.core.management import CommandError, call_command

from cic_portal import languages
from cic_portal.leaflets.papers import cards, poster
from cic_portal.typesetting import compiler
from contact.frame import load_frame
from contact.models import Centre, OpeningHours
from tests.paper import facts, figures, needs_all_scripts, spoken_languages, words
from tests.portal_pages import LAUNCHED

pytestmark = pytest.mark.django_db
TITLE = "Kontakt i godziny otwarcia – Centrum Integracji Cudzoziemców w Kaliszu"
WELL_MADE = {
    "conforms": True,
    "marked": True,
    "language": "pl",
    "displays_title": True,
    "title": TITLE,
    "pages": 1,
}


@pytest.fixture
def a_machine_without_fonts(monkeypatch):
    fonts = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr(compiler, "installed_fonts", lambda: fonts)


@needs_all_scripts
def test_the_poster_speaks_ten_languages_on_one_page():
    made = poster(load_frame())

    assert facts(made) == WELL_MADE
    assert spoken_languages(made) | {"pl"} == set(LAUNCHED)
    own_names = [language.own_name for language in languages.shown()]
    assert [line for line in words(made).splitlines() if line in own_names] == own_names


@needs_all_scripts
def test_the_poster_says_the_hours_in_words_and_never_turns_them_round():
    lines = words(poster(load_frame())).splitlines()

    assert "Poniedziałek–piątek 7:30–15:30" in lines
    assert "ორშაბათი–პარასკევი 7:30–15:30" in lines
    assert len([line for line in lines if "7:30–15:30" in line]) == len(LAUNCHED)
    assert "887 069 112" in lines


@needs_all_scripts
def test_the_poster_follows_what_staff_change():
    home = Centre.objects.get(is_home=True)
    Centre.objects.filter(pk=home.pk).update(phone="+48123456789", street="ul. Nowa 1")
    OpeningHours.objects.filter(centre=home).exclude(weekday=2).delete()
    OpeningHours.objects.create(centre=home, weekday=2, opens="16:00", closes="18:00")

    made = words(poster(load_frame()))

    assert "12 345 67 89" in made
    assert "ul. Nowa 1, Kalisz" in made
    assert "Wtorek 7:30–15:30, 16:00–18:00" in made
    assert "Poniedziałek" not in made


@needs_all_scripts
def test_the_code_on_the_poster_leads_to_the_page_in_the_readers_own_language():
    assert figures(poster(load_frame())) == [
        "Emblemat Unii Europejskiej",
        "Kod QR: https://portal.example/",
    ]


@needs_all_scripts
@pytest.mark.parametrize("code", languages.TARGETS)
def test_ten_cards_fit_one_page_in_each_language(code):
    made = cards(load_frame(), code)

    assert facts(made) == WELL_MADE
    assert words(made).count("887 069 112") == 10
    assert spoken_languages(made) | {"pl"} == {"pl", code}


def test_one_card_is_read_aloud_and_not_its_copies():
    assert figures(cards(load_frame(), "uk")) == [
        "Kod QR: https://portal.example/uk/contact/",
        "Emblemat Unii Europejskiej",
    ]


@needs_all_scripts
def test_without_any_centre_the_poster_still_says_how_to_call():
    Centre.objects.all().delete()

    assert "887 069 112" in words(poster(load_frame()))


@needs_all_scripts
def test_commands_write_the_files(tmp_path):
    call_command("make_poster", tmp_path / "poster.pdf", verbosity=0)
    call_command("make_cards", "ka", tmp_path / "cards.pdf", verbosity=0)

    made = {path.name: facts(path.read_bytes()) for path in tmp_path.iterdir()}
    assert made == {"poster.pdf": WELL_MADE, "cards.pdf": WELL_MADE}


def test_a_command_without_fonts_says_what_is_missing(tmp_path, a_machine_without_fonts):
    with pytest.raises(CommandError, match="fonts-noto-core"):
        call_command("make_cards", "ar", tmp_path / "cards.pdf")

    assert list(tmp_path.iterdir()) == []


@needs_all_scripts
def test_staff_fetch_the_poster_and_the_cards(staff_client):
    page = staff_client.get("/admin/leaflets/").content.decode()
    addresses = ["/admin/leaflets/poster.pdf", *(f"/admin/leaflets/cards-{code}.pdf" for code in languages.TARGETS)]

    assert [address for address in addresses if f'href="{address}"' not in page] == []
    response = staff_client.get("/admin/leaflets/cards-ar.pdf")
    assert facts(response.content) == WELL_MADE
    assert {name: response[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="cic-kalisz-cards-ar.pdf"',
        "Cache-Control": "private, no-store",
    }


def test_staff_are_told_which_font_is_missing(staff_client, a_machine_without_fonts):
    page = staff_client.get("/admin/leaflets/poster.pdf", follow=True)

    assert page.redirect_chain == [("/admin/leaflets/", 302)]
    assert "fonts-noto-core" in page.content.decode()


@pytest.mark.parametrize("code", ["pl", "xx"])
def test_cards_are_made_beside_polish_in_our_languages_only(staff_client, code):
    assert staff_client.get(f"/admin/leaflets/cards-{code}.pdf").status_code == 404


@pytest.mark.parametrize("name", ["", "poster.pdf", "cards-uk.pdf"])
def test_a_stranger_is_asked_to_log_in(client, name):
    response = client.get(f"/admin/leaflets/{name}")

    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/admin/login/")
