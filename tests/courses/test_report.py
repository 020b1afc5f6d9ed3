from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from courses.enrolments.report import COLUMNS, has_risen, report
from tests.factories import WARSAW, CourseInstanceFactory, EnrolmentFactory, EventFactory, ParticipantFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_in_english")]
YEAR = (date(2027, 1, 1), date(2027, 12, 31))
ADDRESS = "/admin/enrolments/enrolment/report"
PERIOD = "?from=2027-01-01&through=2027-12-31"


def run(kind="polish", level="A1", **facts):
    return CourseInstanceFactory(course__kind=kind, course__level=level, **facts)


def counted(row):
    """The columns of a row that are not zero."""
    return {name: count for name, count in zip(COLUMNS, row.counts, strict=True) if count}


def by_activity(found):
    return {row.key: counted(row) for row in found.rows if counted(row)}


def test_each_person_is_counted_once_in_a_row_and_once_in_all():
    olena = ParticipantFactory(sex="female", birth_year=1990, nationality="UA")
    same = ParticipantFactory(same_as=olena)  # she gave another contact in spring
    first, second = run(), run(starts_on=date(2027, 5, 1), ends_on=date(2027, 6, 1))
    EnrolmentFactory(participant=olena, course_instance=first, completed=True, level_reached="A1", found_helpful=True)
    EnrolmentFactory(participant=same, course_instance=second)
    EnrolmentFactory(participant=same, event=EventFactory())
    EnrolmentFactory(participant__sex="male", participant__birth_year=2012, course_instance=first)

    found = report(*YEAR)

    woman = {"people": 1, "female": 1, "adult": 1}
    assert by_activity(found) == {
        "polish-A1": {
            "people": 2, "female": 1, "male": 1, "young": 1, "adult": 1, "completed": 1, "risen": 1, "helpful": 1
        },
        "event": woman,
    }  # fmt: skip
    assert counted(found.total) == by_activity(found)["polish-A1"]
    assert found.nationalities == [("", 1), ("UA", 1)]


def test_only_who_had_a_place_in_the_period_counts():
    EnrolmentFactory(course_instance=run(), waiting=True)
    EnrolmentFactory(course_instance=run(), offered=True)
    EnrolmentFactory(course_instance=run(), cancelled=True)
    EnrolmentFactory(course_instance=run(is_example=True))
    EnrolmentFactory(course_instance=run(starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 31)))
    EnrolmentFactory(
        event=EventFactory(
            starts_at=datetime(2028, 1, 1, 10, tzinfo=WARSAW), ends_at=datetime(2028, 1, 1, 12, tzinfo=WARSAW)
        )
    )
    assert by_activity(report(*YEAR)) == {}

    EnrolmentFactory(course_instance=run(starts_on=date(2026, 9, 1), ends_on=date(2027, 1, 1)))

    assert by_activity(report(*YEAR)) == {"polish-A1": {"people": 1, "sex_unknown": 1, "unknown": 1}}


@pytest.mark.parametrize(
    ("birth_year", "group"), [(2010, "young"), (2009, "adult"), (1967, "adult"), (1966, "older"), (None, "unknown")]
)
def test_age_is_that_of_the_year_of_the_start(birth_year, group):
    EnrolmentFactory(course_instance=run(), participant__birth_year=birth_year)

    assert counted(report(*YEAR).total) == {"people": 1, "sex_unknown": 1, group: 1}


@pytest.mark.parametrize(
    ("course", "reached", "expected"),
    [
        ("A2", "A2", True),
        ("A2", "B1", True),
        ("A2", "A1", False),
        ("A1", "A1", True),
        ("", "A1", False),
        ("A2", "", False),
    ],
)
def test_a_course_is_named_after_the_level_it_leads_to(course, reached, expected):
    assert has_risen(course, reached) == expected


@pytest.mark.parametrize("items", [1, 3])
def test_counting_is_one_query_for_one_and_three(django_assert_num_queries, items):
    for _number in range(items):
        EnrolmentFactory(course_instance=run())
        EnrolmentFactory(event=EventFactory())

    with django_assert_num_queries(1):
        assert report(*YEAR).total.counts[0] == 2 * items


def test_the_page_marks_small_numbers(staff_client):
    for _number in range(5):
        EnrolmentFactory(course_instance=run(), participant__sex="female", participant__nationality="UA")
    EnrolmentFactory(course_instance=run("adaptation", ""), participant__nationality="GE")

    page = staff_client.get(f"{ADDRESS}/{PERIOD}").content.decode()

    assert '<th scope="row">Ukraine</th><td>5' in page
    # In the row of the adaptation course 3, in the last row 1, among the nationalities 1.
    assert page.count('<span class="few">1<span class="visually-hidden">') == 5
    assert "Ola" not in page


def test_a_period_that_makes_no_sense_is_told(staff_client):
    response = staff_client.get(f"{ADDRESS}/?from=2027-05-01&through=2027-01-01")

    assert list(response.context["form"].errors) == ["through"]
    assert response.context["report"] is None
    assert staff_client.get(f"{ADDRESS}.csv?from=x").status_code == 404
    assert staff_client.get(f"{ADDRESS}.exe{PERIOD}").status_code == 404


def test_the_report_leaves_as_a_table(staff_client):
    EnrolmentFactory(course_instance=run("vocational", ""), participant__nationality="UA", participant__sex="male")

    as_csv = staff_client.get(f"{ADDRESS}.csv{PERIOD}")
    as_xlsx = staff_client.get(f"{ADDRESS}.xlsx{PERIOD}")

    lines = as_csv.content.decode("utf-8-sig").split("\r\n")
    assert [line for line in lines if line.endswith(";1;0;1;0;0;0;0;1;0;0;0")][1:] == [
        "Everybody, each person once;1;0;1;0;0;0;0;1;0;0;0"
    ]
    assert lines[-2] == "Ukraine;1"
    sheet = load_workbook(BytesIO(as_xlsx.content)).active
    assert (sheet.title, sheet["B9"].value, sheet["B12"].value) == ("2027-01-01 2027-12-31", 0, 1)
    for response in (as_csv, as_xlsx):
        assert response["Cache-Control"] == "private, no-store"
        assert "attachment" in response["Content-Disposition"]


def test_the_report_is_for_who_may_see_the_statistic(reception):
    client = reception()
    assert [client.get(f"{ADDRESS}{end}").status_code for end in ("/", ".csv")] == [403, 403]

    assert reception("see_statistics").get(f"{ADDRESS}/").status_code == 200
