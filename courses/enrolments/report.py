"""The funder's counts of one period (EU-02): aggregates alone, one query, no request.

A person is counted once in each row and once in the total, however many courses they took and whatever contacts they
gave (Participant.same_as). Counted is who had a place in something that was held, at least in part, in the period.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from cic_portal.languages import staff_text as _s
from courses.enrolments.models import Enrolment
from courses.models import Course

FEW = 5  # a smaller number might point to a person
LEVELS = list(Course.Level.values)
ADULT, OLDER = 18, 60


@dataclass(frozen=True)
class Participation:
    """One enrolment as the report sees it: whose it is, in what, and what came of it."""

    person: int
    activity: str
    starts_on: date
    sex: str
    birth_year: int | None
    nationality: str
    is_completed: bool
    has_risen: bool
    found_helpful: bool

    @property
    def age_group(self):
        """By the year of birth alone: whoever turns 18 in the year of the start counts as 18."""
        if self.birth_year is None:
            return "unknown"
        age = self.starts_on.year - self.birth_year
        return "young" if age < ADULT else "older" if age > OLDER else "adult"


COLUMNS = {
    "people": _s("People"),
    "female": _s("Women"),
    "male": _s("Men"),
    "sex_unknown": _s("Sex not known"),
    "young": _s("Under 18"),
    "adult": _s("18–60"),
    "older": _s("Over 60"),
    "unknown": _s("Age not known"),
    "completed": _s("Completed"),
    "risen": _s("Completed and rose by one level"),
    "helpful": _s("Found it helpful"),
}


@dataclass(frozen=True)
class ReportRow:
    """`counts` follow COLUMNS."""

    key: str
    label: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Report:
    first: date
    last: date
    rows: list[ReportRow]
    total: ReportRow
    nationalities: list[tuple[str, int]]  # ISO 3166-1 code, "" for not known


def report(first, last):
    """The Report of the days from `first` to `last`, both included."""
    parts = _parts(first, last)
    rows = [_row(key, label, [p for p in parts if p.activity == key]) for key, label in activities()]
    people = _people(parts)
    nations = Counter(_known(p.nationality for p in of_one) for of_one in people.values())
    ordered = sorted(nations.items(), key=lambda pair: (-pair[1], pair[0]))
    return Report(first, last, rows, _row("total", _s("Everybody, each person once"), parts), ordered)


def activities():
    """(key, words) of every row, in order."""
    polish = [(f"polish-{level}", _s("Polish course %(level)s") % {"level": level}) for level in LEVELS]
    return [
        *polish,
        ("polish-", _s("Polish course without a level")),
        ("adaptation", _s("Adaptation course")),
        ("vocational", _s("Vocational course")),
        ("event", _s("Events")),
    ]


def has_risen(course_level, reached):
    """Whether `reached` is at least one CEFR level above the one a course of `course_level` starts from.

    A course is named after the level that it leads to: the course A2 starts from A1, the course A1 from zero.
    """
    return course_level in LEVELS and reached in LEVELS and LEVELS.index(reached) >= LEVELS.index(course_level)


def _parts(first, last):
    had_a_place = Enrolment.objects.filter(status__in=[Enrolment.Status.CONFIRMED, Enrolment.Status.COMPLETED])
    course = Q(
        course_instance__starts_on__lte=last, course_instance__ends_on__gte=first, course_instance__is_example=False
    )
    event = Q(event__starts_at__date__lte=last, event__ends_at__date__gte=first, event__is_example=False)
    found = had_a_place.filter(course | event).order_by("pk")
    return [
        _part(enrolment)
        for enrolment in found.select_related("participant__same_as", "course_instance__course", "event")
    ]


def _part(enrolment):
    person = enrolment.participant
    root = person.same_as or person
    is_completed = enrolment.status == Enrolment.Status.COMPLETED
    course = enrolment.course_instance and enrolment.course_instance.course
    starts_on = enrolment.course_instance.starts_on if course else timezone.localdate(enrolment.event.starts_at)
    return Participation(
        person=root.pk,
        activity=_activity(course),
        starts_on=starts_on,
        sex=root.sex or person.sex,
        birth_year=root.birth_year or person.birth_year,
        nationality=root.nationality or person.nationality,
        is_completed=is_completed,
        has_risen=is_completed and bool(course) and has_risen(course.level, enrolment.level_reached),
        found_helpful=bool(enrolment.found_helpful),
    )


def _activity(course):
    if course is None:
        return "event"
    return f"polish-{course.level}" if course.kind == Course.Kind.POLISH else course.kind


def _people(parts):
    """The parts of each person, the earliest first."""
    found = {}
    for part in sorted(parts, key=lambda part: part.starts_on):
        found.setdefault(part.person, []).append(part)
    return found


def _known(values):
    return next((value for value in values if value), "")


def _row(key, label, parts):
    counts = Counter()
    for of_one in _people(parts).values():
        birth_known = next((part for part in of_one if part.birth_year), of_one[0])
        counts["people"] += 1
        counts[_known(part.sex for part in of_one) or "sex_unknown"] += 1
        counts[birth_known.age_group] += 1
        counts["completed"] += any(part.is_completed for part in of_one)
        counts["risen"] += any(part.has_risen for part in of_one)
        counts["helpful"] += any(part.found_helpful for part in of_one)
    return ReportRow(key, label, tuple(counts[column] for column in COLUMNS))
