import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from contact.models import Centre
from courses.actions import plan_sessions
from courses.events.models import Event
from courses.models import CourseInstance
from tests.factories import CourseFactory, CourseInstanceFactory, EventFactory

pytestmark = pytest.mark.django_db
JANUARY = "2027-01-15 12:00+01:00"
NO_DATES = "There are no dates now."


def test_a_course_without_dates_asks_what_people_need(client):
    page = client.get("/en/courses/polish-a1/").content.decode()

    assert NO_DATES in page


def test_dates_are_shown_in_the_readers_language(client):
    instance = CourseInstanceFactory(course__slug="kurs")

    with time_machine.travel(JANUARY):
        page = client.get("/uk/courses/kurs/").content.decode()

    assert NO_DATES not in page
    assert "1 лютого 2027" in page
    assert '<bdi dir="ltr">17:00–18:30</bdi>' in page
    assert f'id="instance-{instance.pk}"' in page


def test_past_dates_disappear(client):
    CourseInstanceFactory(course__slug="kurs")

    with time_machine.travel("2027-04-01 12:00+02:00"):
        assert NO_DATES in client.get("/en/courses/kurs/").content.decode()


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.usefixtures("empty_portal")
def test_lists_cost_the_same_for_one_and_three(client, django_assert_num_queries, items):
    for _number in range(items):
        CourseInstanceFactory(course=CourseFactory())
        EventFactory()

    with time_machine.travel(JANUARY):
        for path, queries in (("courses/", 4), ("events/", 2)):
            with django_assert_num_queries(queries):
                assert client.get(f"/be/{path}").status_code == 200


def test_an_event_page_says_when_and_where(client):
    EventFactory(slug="spotkanie")

    with time_machine.travel(JANUARY):
        page = client.get("/en/events/spotkanie/").content.decode()

    assert '<time datetime="2027-02-01T16:00:00+00:00">' in page
    assert "17:00" in page
    assert "ul. Nowy Świat 13" in page


def test_a_past_event_says_that_it_is_over(client):
    EventFactory(slug="spotkanie")

    with time_machine.travel("2027-03-01 12:00+01:00"):
        assert "This event is over." in client.get("/en/events/spotkanie/").content.decode()


def test_examples_are_marked_and_loaded_once(client):
    call_command("load_demo", verbosity=0)
    before = CourseInstance.objects.count()
    call_command("load_demo", verbosity=0)

    assert CourseInstance.objects.count() == before > 0
    assert "Example, not a real date" in client.get("/en/courses/polish-a1/").content.decode()
    assert "Example, not a real date" in client.get("/en/events/").content.decode()


def test_examples_are_held_where_the_centre_is():
    Centre.objects.filter(is_home=True).update(street="ul. Złota 7", city="Kalisz")

    call_command("load_demo", verbosity=0)

    places = {joinable.place for model in (CourseInstance, Event) for joinable in model.objects.all()}
    assert places == {"ul. Złota 7, Kalisz"}


@pytest.mark.parametrize(
    ("column", "value"), [("weekdays", [8]), ("languages_of_instruction", ["xx"]), ("weekdays", "1")]
)
def test_nonsense_is_refused(column, value):
    instance = CourseInstanceFactory()
    setattr(instance, column, value)

    with pytest.raises(ValidationError):
        instance.full_clean()


def test_a_lesson_out_of_the_pattern_is_told_on_the_page(client):
    instance = CourseInstanceFactory(course__slug="kurs")
    with time_machine.travel(JANUARY):
        plan_sessions(instance=instance, now=timezone.now())
        cancelled, moved = instance.sessions.all()[:2]
        cancelled.cancelled_at = timezone.now()
        cancelled.save()
        moved.is_moved, moved.starts_at, moved.ends_at = (
            True,
            moved.starts_at.replace(day=5),
            moved.ends_at.replace(day=5),
        )
        moved.save()

        page = client.get("/en/courses/kurs/").content.decode()

    assert "There is no lesson on this day: Monday 1 February 2027, 17:00." in page.replace("Monday, 1", "Monday 1")
    assert "New time of this lesson: Friday 5 February 2027, 17:00." in page.replace("Friday, 5", "Friday 5")
