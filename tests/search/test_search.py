import pytest

from cic_portal.search.matching import Field, score
from cic_portal.typed_text import plain_words


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("szkola", "Szkoła dla dziecka"),
        ("SZKOŁA", "szkoła"),
        ("karta pobitu", "karta pobytu"),
        ("praca", "Szukam pracy i praca"),
        ("школа", "Школа для дитини"),
        ("елка", "ёлка"),
        ("colegio", "El colegio"),
        ("saglik", "sağlık"),
        ("зуз", "ЗУЗ, ZUS"),
    ],
)
def test_search_forgives(typed, text):
    assert score(plain_words(typed), [Field(text, 1)]) > 0


@pytest.mark.parametrize(
    ("typed", "text"), [("pies", "szkoła"), ("pit", "pin"), ("szkoła pies", "szkoła"), ("", "szkoła")]
)
def test_search_does_not_invent(typed, text):
    assert score(plain_words(typed), [Field(text, 1)]) == 0


def test_a_title_counts_more_than_a_summary():
    assert score(["pesel"], [Field("PESEL", 3)]) > score(["pesel"], [Field("PESEL", 1)])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "query"),
    [("pl", "pesel"), ("uk", "песель"), ("uk", "pesel"), ("ka", "PESEL"), ("ar", "pesel"), ("en", "pezel")],
)
def test_pesel_is_found_first(client, code, query):
    page = client.get(f"/{code}/search/", {"q": query}).content.decode()

    assert f'/{code}/services/everyday-life/pesel-number/"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["", " ", "\0", "%00", "<script>alert(1)</script>", "𓀀", "\u202e", "x" * 101, "x" * 100_000, "'; DROP TABLE"],
)
def test_bad_queries_get_a_page(client, query):
    response = client.get("/pl/search/", {"q": query})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.django_db
def test_one_address_cannot_search_without_end(client, settings):
    settings.SEARCHES_PER_HOUR = 1

    answers = [client.get("/ar/search/", {"q": "x"}, REMOTE_ADDR="192.0.2.77").status_code for _try in range(2)]

    assert answers == [200, 429]


@pytest.mark.django_db
def test_search_costs_six_queries(client, django_assert_num_queries):
    with django_assert_num_queries(6):
        client.get("/uk/search/", {"q": "школа"})
