import pytest

from cic_portal import languages


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("uk,ru;q=0.9,en;q=0.8", "uk"),
        ("uk-UA,uk;q=0.9,ru;q=0.9", "uk"),
        ("ru;q=0.5,uk;q=0.8", "uk"),
        ("uk,ru", "uk"),
        ("ar-SA", "ar"),
        ("vi,fr;q=0.9,ka;q=0.1", "ka"),
        ("EN-gb", "en"),
        ("pl;q=0,en;q=0.3", "en"),
        ("vi,fr", None),
        ("*", None),
        ("", None),
        ("uk;q=nonsense", None),
        (",;=,;q", None),
        ("x" * 5000, None),
    ],
)
def test_the_language_asked_for_first_is_chosen(header, expected):
    assert languages.preferred(header) == expected


def test_start_page_sends_a_reader_to_their_language(client):
    response = client.get("/", headers={"accept-language": "ka,ru;q=0.9"})

    assert (response.status_code, response["Location"]) == (302, "/ka/")
    assert set(response["Vary"].split(", ")) >= {"Accept-Language", "Cookie"}
    assert "public" not in response["Cache-Control"]


def test_an_earlier_choice_wins(client):
    client.cookies["language"] = "tr"

    response = client.get("/", headers={"accept-language": "uk"})

    assert response["Location"] == "/tr/"


def test_a_forged_choice_is_ignored(client):
    client.cookies["language"] = "//evil.example"

    assert client.get("/", headers={"accept-language": "uk"})["Location"] == "/uk/"


@pytest.mark.django_db
def test_a_reader_of_another_language_is_asked(client):
    response = client.get("/", headers={"accept-language": "vi"})

    page = response.content.decode()
    assert response.status_code == 200
    for language in languages.shown():
        assert f'<a href="/{language.code}/" lang="{language.code}"' in page
        assert f">{language.own_name}</a>" in page


@pytest.mark.django_db
def test_no_other_page_follows_the_browser(client):
    client.cookies["language"] = "tr"

    page = client.get("/uk/contact/", headers={"accept-language": "ka"})

    assert page["Content-Language"] == "uk"
    assert "Vary" not in page or page["Vary"] == "Accept-Encoding"
