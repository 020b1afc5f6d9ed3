import pytest

from cic_portal.bookings.forms import ContactForm, LookUpForm
from cic_portal.languages import CODES
from courses.demand.forms import InterestForm
from courses.enrolments.forms import EnrolmentForm
from tests.factories import CourseInstanceFactory
from tests.portal_pages import elements, parsed

pytestmark = pytest.mark.django_db

# What the portal asks of people, and nothing else (GDPR-01): a new field has to be argued for here.
ASKED = {
    EnrolmentForm: ["given_name", "family_name", "email", "phone", "language", "needs", "consent"],
    InterestForm: ["offers", "level", "times", "language", "contact", "note"],
    LookUpForm: ["reference", "contact"],
    ContactForm: ["email", "phone", "language"],
}
AUTOCOMPLETE = {
    "given_name": "given-name",
    "family_name": "family-name",
    "email": "email",
    "phone": "tel",
    "language": "language",
}


@pytest.mark.parametrize("form", ASKED, ids=lambda form: form.__name__)
def test_forms_ask_for_what_is_needed_and_no_more(form):
    assert list(form.base_fields) == ASKED[form]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("path", ["courses/kurs/{pk}/enrol/", "courses/interest/"])
def test_what_happens_to_the_data_is_said_before_the_button(client, path, code):
    course = CourseInstanceFactory(course__slug="kurs", starts_on="2036-02-01", ends_on="2036-03-01")

    page = client.get(f"/{code}/{path.format(pk=course.pk)}").content.decode()

    form = page[page.index("<form method=") :]
    assert form.index(f"/{code}/privacy/") < form.index("<button")


def test_fields_say_what_they_are_to_browsers_and_screen_readers(client):
    course = CourseInstanceFactory(course__slug="kurs", starts_on="2036-02-01", ends_on="2036-03-01")
    document = parsed(client.get(f"/uk/courses/kurs/{course.pk}/enrol/"))

    fields = {e.get("name"): e for tag in ("input", "select") for e in elements(document, tag)}
    assert {name: fields[name].get("autocomplete") for name in AUTOCOMPLETE} == AUTOCOMPLETE
    labelled = {label.get("for") for label in elements(document, "label")}
    visible = [e for e in fields.values() if e.get("type") != "hidden"]
    assert {e.get("id") for e in visible} <= labelled
    assert {name: fields[name].get("dir") for name in ("given_name", "email", "phone")} == {
        "given_name": "auto",
        "email": "ltr",
        "phone": "ltr",
    }
