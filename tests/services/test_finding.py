import pytest

from services.models import Situation, SituationGuide
from tests.factories import GuideFactory, OfficeFactory, TermFactory

pytestmark = pytest.mark.django_db


def situation_with(*guides):
    situation = Situation(slug="sytuacja", title_pl="Szukam", title_uk="Шукаю", summary_pl="Coś", status="published")
    situation.save()
    for position, guide in enumerate(guides):
        SituationGuide.objects.create(situation=situation, guide=guide, position=position)
    return situation


def test_a_situation_leads_to_its_guides_in_their_order(client):
    second, first = GuideFactory(title="Drugi"), GuideFactory(title="Pierwszy")
    situation_with(first, second)

    page = client.get("/pl/situations/sytuacja/").content.decode()

    assert page.index("Pierwszy") < page.index("Drugi")


def test_a_hidden_guide_is_not_named(client):
    situation_with(GuideFactory(title="Ukryty", status="draft"))

    assert "Ukryty" not in client.get("/pl/situations/sytuacja/").content.decode()


@pytest.mark.parametrize("items", [1, 3])
def test_situations_cost_the_same_for_one_and_three(client, django_assert_num_queries, items):
    Situation.objects.all().delete()
    situation_with(*[GuideFactory() for _number in range(items)])
    for number in range(items - 1):
        Situation.objects.create(slug=f"s{number}", title_pl="T", summary_pl="S", status="published")

    with django_assert_num_queries(2):
        client.get("/uk/situations/")
    with django_assert_num_queries(3):
        client.get("/uk/situations/sytuacja/")


def test_see_also_is_shown_and_must_not_lead_round(client, staff_client):
    from tests.admin_forms import posted

    one, two, three = (GuideFactory(title=title) for title in ("Jeden", "Dwa", "Trzy"))
    one.see_also.add(two)
    two.see_also.add(three)
    assert "Dwa" in client.get(one.get_absolute_url()).content.decode()

    address = f"/admin/services/guide/{three.pk}/change/"
    response = staff_client.post(address, posted(staff_client.get(address), see_also=[one.pk]))

    assert response.status_code == 200
    assert "Jeden" in response.context["adminform"].form.errors["see_also"][0]
    assert list(three.see_also.all()) == []


def test_a_word_from_a_letter_is_found_by_either_language(client):
    TermFactory(name="próbne wezwanie", equivalent="виклик", slug="probne-wezwanie")

    for code, query in (("pl", "probne"), ("uk", "виклик"), ("uk", "PRÓBNE wez")):
        page = client.get(f"/{code}/glossary/", {"q": query}).content.decode()
        assert 'id="term-probne-wezwanie"' in page, query
        assert 'id="term-pesel"' not in page, query


@pytest.mark.parametrize("query", ["nie ma takiego słowa", "\0", "x" * 101, "<script>"])
def test_an_unknown_word_gets_a_page(client, query):
    response = client.get("/uk/glossary/", {"q": query})

    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace('<script type="module"', "")


def test_an_overdue_office_says_so(client):
    OfficeFactory(name="Urząd Próbny", review_due_on="2020-01-01")

    assert "These data are due for a check." in client.get("/en/offices/").content.decode()
