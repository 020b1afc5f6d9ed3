import pytest
import time_machine

from cic_portal.languages import CODES
from contact.models import Centre
from tests.factories import ClosureFactory
from tests.portal_pages import every_path


@pytest.mark.django_db
def test_a_new_phone_number_is_on_the_page_in_every_language(client):
    Centre.objects.filter(is_home=True).update(phone="+48123456789")

    pages = {code: client.get(f"/{code}/contact/").content.decode() for code in CODES}

    assert [code for code, page in pages.items() if 'href="tel:+48123456789"' not in page] == []
    assert [code for code, page in pages.items() if '<bdi dir="ltr">12 345 67 89</bdi>' not in page] == []


@pytest.mark.django_db
def test_the_phone_is_isolated_in_arabic(client):
    assert 'translate="no"><bdi dir="ltr">887 069 112</bdi></a>' in client.get("/ar/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("closures", [1, 3])
def test_closures_are_announced(client, django_assert_num_queries, closures):
    home = Centre.objects.get(is_home=True)
    for _number in range(closures):
        ClosureFactory(centre=home)

    with time_machine.travel("2027-01-20 12:00+01:00"), django_assert_num_queries(2):
        page = client.get("/en/contact/").content.decode()
    assert "Monday, 1 February 2027" in page.replace("Monday 1", "Monday, 1")
    assert "Szkolenie. en" in page


@pytest.mark.django_db
@pytest.mark.parametrize("centres", [1, 3])
def test_the_list_of_centres_costs_the_same(client, django_assert_num_queries, centres):
    keep = Centre.objects.order_by("position").values_list("pk", flat=True)[:centres]
    Centre.objects.exclude(pk__in=list(keep)).delete()

    with django_assert_num_queries(3):
        assert client.get("/ka/centres/").status_code == 200


@pytest.mark.django_db
def test_without_any_centre_the_pages_still_say_how_to_call(client):
    Centre.objects.all().delete()

    page = client.get("/uk/contact/").content.decode()

    assert "tel:+48887069112" in page


@pytest.mark.django_db
def test_the_old_phone_and_mail_are_nowhere_when_staff_change_them(client):
    Centre.objects.filter(is_home=True).update(phone="+48123456789", email="new@example.org")

    # The declaration names whom to write to about accessibility: a contact of its own.
    pages = {path: client.get(f"/uk{path}").content.decode() for path in every_path() if "deklaracja" not in path}

    assert [path for path, page in pages.items() if "887 069 112" in page or "tel:+48887069112" in page] == []
    assert [path for path, page in pages.items() if "info.cickalisz" in page] == []
