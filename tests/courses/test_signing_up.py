"""Whatever has places says where one signs up for it and how many places are left, by what is registered for it."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import resolve

from courses.joining import Joinable, sign_ups
from tests.factories import CourseInstanceFactory, EnrolmentFactory, EventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_january(time_machine):
    time_machine.move_to("2027-01-11 12:00+01:00", tick=False)


def a_course(**fields):
    return CourseInstanceFactory(starts_on=date(2027, 4, 1), ends_on=date(2027, 5, 1), **fields), "course_instance"


def an_event(**fields):
    return EventFactory(is_joinable=True, **fields), "event"


MAKERS = {"CourseInstance": a_course, "Event": an_event}


def test_nothing_with_places_is_forgotten():
    assert {row.model for row in sign_ups} == {model for model in apps.get_models() if issubclass(model, Joinable)}


@pytest.mark.parametrize("row", sign_ups, ids=lambda row: row.model.__name__)
def test_places_are_counted_and_the_page_to_sign_up_is_there(row, client):
    target, link = MAKERS[row.model.__name__](capacity=5)
    other, _link = MAKERS[row.model.__name__]()
    for trait in ({}, {"offered": True}, {"completed": True}, {"cancelled": True}, {"waiting": True}):
        EnrolmentFactory(**{link: target}, **trait)
    EnrolmentFactory(**{link: other}, waiting=True)

    found = row.model.objects.with_places().get(pk=target.pk)

    assert (found.taken, found.waiting, found.free_places, found.has_queue) == (3, 1, 2, True)
    assert resolve(target.get_enrolment_url()).app_name == "enrolments"
    assert client.get(target.get_enrolment_url()).status_code == 200
