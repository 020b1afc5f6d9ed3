"""What texts still use is not deleted."""

import pytest

from services.models import Amount, Term
from tests.factories import AmountFactory, GuideFactory, OfferFactory, SectionFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(desk_in_english, staff_client):
    return staff_client


def test_an_amount_that_a_text_uses_is_not_deleted(desk):
    amount = AmountFactory(slug="zasilek-rodzinny")
    guide = GuideFactory(title="Zasiłki")
    section = SectionFactory(guide=guide)
    section.body_pl = section.body_ar = "Dostaniesz {{ zasilek-rodzinny }}."
    section.save()

    asked = desk.get(f"/admin/services/amount/{amount.pk}/delete/").content.decode()
    desk.post(f"/admin/services/amount/{amount.pk}/delete/", {"post": "yes"})

    assert Amount.objects.filter(pk=amount.pk).exists()
    assert "cannot be deleted while this still needs it" in asked
    assert f'Guide: <a href="/admin/services/guide/{guide.pk}/change/">Zasiłki</a> (Polski, العربية)' in asked
    assert 'type="submit" value="Yes' not in asked


def test_nor_is_it_deleted_from_the_list(desk):
    used, unused = AmountFactory(slug="uzywana"), AmountFactory(slug="wolna")
    OfferFactory(body="Kosztuje {{uzywana}}.")
    form = {"action": "delete_selected", "_selected_action": [used.pk, unused.pk], "post": "yes"}

    page = desk.post("/admin/services/amount/", form).content.decode()

    assert "These cannot be deleted while something still needs them." in page
    assert Amount.objects.filter(pk__in=[used.pk, unused.pk]).count() == 2


def test_a_term_that_a_text_uses_is_not_deleted(desk):
    term = TermFactory(name="karta na próbę")
    OfferFactory(title="Pomoc prawna", body="Masz [[ karta na próbę |kartę]]?")
    similar = TermFactory(name="karta na")

    asked = desk.get(f"/admin/services/term/{term.pk}/delete/").content.decode()
    desk.post(f"/admin/services/term/{term.pk}/delete/", {"post": "yes"})
    desk.post(f"/admin/services/term/{similar.pk}/delete/", {"post": "yes"})

    assert "Pomoc prawna" in asked
    assert list(Term.objects.filter(pk__in=[term.pk, similar.pk])) == [term]


def test_what_nothing_uses_goes(desk):
    amount = AmountFactory(slug="wolna")
    OfferFactory(body="Tu mowa o wolna, nie o sumie.")

    desk.post(f"/admin/services/amount/{amount.pk}/delete/", {"post": "yes"})

    assert not Amount.objects.filter(pk=amount.pk).exists()


@pytest.mark.parametrize("number", [1, 3])
def test_asking_costs_the_same_for_any_number_of_texts(desk, django_assert_num_queries, number):
    amount = AmountFactory(slug="uzywana")
    for _text in range(number):
        OfferFactory(body="Kosztuje {{uzywana}}.")

    with django_assert_num_queries(21):
        desk.get(f"/admin/services/amount/{amount.pk}/delete/")
