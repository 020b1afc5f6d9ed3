"""Long lists of the desk ask the database as often as short ones. `make bench` measures them with 10,000 rows."""

from datetime import datetime, timedelta

import pytest

from cic_portal.letters.models import Letter
from cic_portal.personal_data.models import AccessRecord
from tests.factories import (
    WARSAW,
    AppointmentFactory,
    EnrolmentFactory,
    GuideFactory,
    MessageFactory,
    PictureFactory,
    SectionFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 1, 9, tzinfo=WARSAW)


def add_letter(number):
    words = {"kind": "note", "language": "uk", "recipient": "olena@example.org", "subject": "Лист", "text": "Текст"}
    Letter.objects.create(**words, message_id=f"<{number}@portal.example>", created_at=NOW, next_attempt_at=NOW)


def add_record(number):
    AccessRecord.objects.create(actor_name="desk", action="view", subject="Message", at=NOW)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "add", "queries"),
    [
        ("/admin/services/guide/", lambda number: SectionFactory(guide=GuideFactory(picture=PictureFactory())), 7),
        ("/admin/services/term/", lambda number: TermFactory(), 5),
        ("/admin/enrolments/enrolment/", lambda number: EnrolmentFactory(), 8),
        ("/admin/correspondence/message/", lambda number: MessageFactory(), 7),
        (
            "/admin/appointments/appointment/",
            lambda number: AppointmentFactory(starts_at=NOW + timedelta(days=number)),
            9,
        ),
        ("/admin/letters/letter/", add_letter, 7),
        ("/admin/personal_data/accessrecord/", add_record, 6),
        ("/admin/pictures/picture/", lambda number: GuideFactory(picture=PictureFactory()), 9),
    ],
)
def test_a_list_costs_the_same_for_any_number(staff_client, django_assert_num_queries, address, add, queries, rows):
    for number in range(rows):
        add(number)

    with django_assert_num_queries(queries):
        response = staff_client.get(address)

    assert response.status_code == 200
