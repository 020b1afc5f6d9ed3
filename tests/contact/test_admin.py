"""What staff are told when hours cannot be right, and next to which field."""

import pytest

from contact.models import Centre, Closure, ExtraOpening
from tests.admin_forms import posted
from tests.factories import ExtraOpeningFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english_desk(staff_client, django_user_model):
    django_user_model.objects.update(desk_language="en")


@pytest.fixture
def home():
    return Centre.objects.get(is_home=True)


def errors_of(response):
    return response.context["adminform"].form.errors


def week_errors(response):
    (week,) = response.context["inline_admin_formsets"]
    return [form.errors for form in week.formset.forms if form.errors]


def save_centre(staff_client, home, **changes):
    address = f"/admin/contact/centre/{home.pk}/change/"
    return staff_client.post(address, posted(staff_client.get(address), **changes))


def second_monday(home, opens, closes):
    """The fields of one more line in the week of `home`, which has five."""
    line = {"weekday": "1", "opens": opens, "closes": closes, "centre": str(home.pk), "id": ""}
    return {"opening_hours-TOTAL_FORMS": "6"} | {f"opening_hours-5-{name}": value for name, value in line.items()}


def test_a_second_span_of_a_day_is_saved(staff_client, home):
    response = save_centre(staff_client, home, **second_monday(home, "16:00", "18:00"))

    assert response.status_code == 302
    assert [f"{row.opens:%H:%M}" for row in home.opening_hours.filter(weekday=1)] == ["07:30", "16:00"]


def test_hours_that_close_before_they_open_are_refused_at_the_field(staff_client, home):
    response = save_centre(staff_client, home, **second_monday(home, "18:00", "16:00"))

    assert week_errors(response) == [{"closes": ["It must close later than it opens."]}]


def test_spans_of_a_day_that_overlap_are_refused_at_the_field(staff_client, home):
    response = save_centre(staff_client, home, **second_monday(home, "15:00", "18:00"))

    assert week_errors(response) == [{"opens": ["Another line of this weekday has some of these hours."]}]


def test_a_line_that_goes_away_overlaps_nothing(staff_client, home):
    changes = second_monday(home, "15:00", "18:00") | {"opening_hours-0-DELETE": "on"}

    assert save_centre(staff_client, home, **changes).status_code == 302
    assert [f"{row.opens:%H:%M}" for row in home.opening_hours.filter(weekday=1)] == ["15:00"]


def test_a_latitude_needs_a_longitude(staff_client, home):
    response = save_centre(staff_client, home, latitude="51.762345")

    assert errors_of(response) == {"__all__": ["Give both the latitude and the longitude, or neither."]}


def test_a_closure_that_ends_before_it_starts_is_refused_at_the_field(staff_client, home):
    form = {"centre": home.pk, "starts_on": "2027-02-02", "ends_on": "2027-02-01", "reason_pl": "Szkolenie."}

    response = staff_client.post("/admin/contact/closure/add/", form)

    assert errors_of(response) == {"ends_on": ["The last day must not come before the first."]}
    assert list(Closure.objects.all()) == []


def extra_opening(home, opens, closes):
    return {"centre": home.pk, "on": "2027-01-30", "opens": opens, "closes": closes, "reason_pl": "Dzień otwarty."}


def test_extra_openings_of_a_day_may_touch(staff_client, home):
    ExtraOpeningFactory(centre=home)

    response = staff_client.post("/admin/contact/extraopening/add/", extra_opening(home, "13:00", "15:00"))

    assert response.status_code == 302
    assert [str(opening) for opening in ExtraOpening.objects.all()] == [
        "2027-01-30 09:00–13:00",
        "2027-01-30 13:00–15:00",
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "errors"),
    [
        ("12:59", "15:00", {"opens": ["Another extra opening of this day has some of these hours."]}),
        ("15:00", "14:00", {"closes": ["It must close later than it opens."]}),
    ],
)
def test_an_extra_opening_that_cannot_be_is_refused_at_the_field(staff_client, home, opens, closes, errors):
    ExtraOpeningFactory(centre=home)

    response = staff_client.post("/admin/contact/extraopening/add/", extra_opening(home, opens, closes))

    assert errors_of(response) == errors


def test_an_extra_opening_does_not_overlap_itself(staff_client, home):
    address = f"/admin/contact/extraopening/{ExtraOpeningFactory(centre=home).pk}/change/"

    response = staff_client.post(address, posted(staff_client.get(address), closes="14:00"))

    assert response.status_code == 302
    assert [str(opening) for opening in ExtraOpening.objects.all()] == ["2027-01-30 09:00–14:00"]
