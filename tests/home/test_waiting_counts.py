"""Every count that an app registers for the first page of the desk keeps what WaitingCount promises."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cic_portal.desk.dashboard import Area, Desk, DeskItem, counts

pytestmark = pytest.mark.django_db


def items_of(count, user, rf):
    request = rf.get("/admin/")
    request.user = user
    desk = Desk(request, admin.site, timezone.now())
    count.ask(desk)
    return [item for _rows, item in desk.asked]


@pytest.mark.parametrize("count", counts, ids=lambda count: count.name)
def test_each_count_leads_to_lists_that_open(count, rf, staff_client, django_user_model):
    found = items_of(count, django_user_model.objects.get(), rf)

    assert count.area in Area
    assert found
    assert {type(item) for item in found} == {DeskItem}
    assert {item.address: staff_client.get(item.address).status_code for item in found} == {
        item.address: 200 for item in found
    }


@pytest.mark.parametrize("count", counts, ids=lambda count: count.name)
def test_no_count_asks_for_what_one_may_not_see(count, rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert items_of(count, AnonymousUser(), rf) == []


def test_each_count_has_a_place_of_its_own():
    places = [(count.area, count.position) for count in counts]

    assert places == sorted(set(places))
