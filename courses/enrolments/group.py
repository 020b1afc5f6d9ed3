"""Everybody in one course run or event, as the desk shows them: few queries, no request."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Count, Q, TextChoices
from django.utils import timezone

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.templatetags.portal import moment
from courses.enrolments.models import Attendance, Enrolment
from courses.models import CourseInstance

Status = Enrolment.Status
LESSON_HOUR = timedelta(minutes=45)
# The states as staff speak of them; the labels of Enrolment.Status speak to the person.
STATES = {
    Status.CONFIRMED: _s("has a place"),
    Status.OFFERED: _s("was offered a place"),
    Status.WAITING: _s("waits in line"),
    Status.CANCELLED: _s("cancelled"),
    Status.COMPLETED: _s("completed"),
}
WHAT_TO_SAY = {
    Status.CONFIRMED: _s("You have a place."),
    Status.OFFERED: _s("A place is free for you. Do you want it? Please say so before %(moment)s."),
    Status.WAITING: _s("All places are taken. You are number %(position)s in the line."),
    Status.CANCELLED: _s("It has been cancelled."),
    Status.COMPLETED: _s("You have completed the course. Your certificate is ready."),
}


class Recipients(TextChoices):
    """Whom of a group a letter is for."""

    PLACE = "place", _s("those who have a place or were offered one")
    WAITING = "waiting", _s("those who wait in line")
    ALL = "all", _s("everybody")

    @property
    def statuses(self):
        place, waiting = list(Enrolment.TAKING_A_PLACE), [Status.WAITING]
        return {self.PLACE: place, self.WAITING: waiting, self.ALL: place + waiting}[self]


@dataclass
class Member:
    """One enrolment with what is worked out of the whole group."""

    enrolment: Enrolment
    position: int | None = None
    present: int = 0
    is_in_course: bool = False

    @property
    def attends_lessons(self):
        """Whether it is worth saying at how many lessons they were: in a course, and not waiting in line."""
        return self.is_in_course and self.position is None

    @property
    def may_confirm(self):
        """Whether a place is offered to them in a letter, so that they may say yes themselves."""
        return bool(self.enrolment.offer_expires_at) and not self.has_no_email

    @property
    def person(self):
        return self.enrolment.participant

    @property
    def has_no_email(self):
        return not self.person.email and not self.person.forgotten_on

    @property
    def is_called(self):
        """Whether somebody still has to call, because there is news that no letter could bring."""
        return self.has_no_email and bool(self.enrolment.call_about)

    @property
    def what_to_say(self):
        """The sentence for a call, in the language of the desk."""
        if self.enrolment.call_about == Enrolment.CallAbout.CHANGED:
            return _s("Something has changed: the dates, a lesson, the time or the place. Tell them how it is now.")
        words = {"position": self.position}
        if self.enrolment.offer_expires_at:
            words["moment"] = moment(self.enrolment.offer_expires_at)
        return WHAT_TO_SAY[self.enrolment.status] % words

    @property
    def reads(self):
        return languages.BY_CODE[self.person.language]


@dataclass
class Group:
    """The people and lessons of `target` at `now`; three queries whatever their number."""

    target: object
    now: object

    @cached_property
    def members(self):
        """Everybody who has a place or waits; of a cancelled group everybody who had to be told."""
        enrolments = self.target.enrolments.select_related("participant").in_line()
        if self.target.cancelled_at:
            enrolments = enrolments.filter(Q(ended=Enrolment.Ended.BY_CENTRE) | Q(status=Status.COMPLETED))
        else:
            enrolments = enrolments.active()
        present, position, found = self._present, 0, []
        for enrolment in enrolments:
            is_waiting = enrolment.status == Status.WAITING
            position += is_waiting
            place_in_line = position if is_waiting else None
            found.append(Member(enrolment, place_in_line, present.get(enrolment.pk, 0), self.is_course))
        return found

    @cached_property
    def _present(self):
        if not self.is_course:
            return {}
        marks = Attendance.objects.filter(
            session__course_instance=self.target, session__cancelled_at=None, is_present=True
        )
        return dict(marks.order_by().values_list("enrolment").annotate(Count("pk")))

    def _with(self, *statuses):
        return [member for member in self.members if member.enrolment.status in statuses]

    @cached_property
    def with_place(self):
        return self._with(Status.CONFIRMED, Status.COMPLETED)

    @cached_property
    def offered(self):
        return self._with(Status.OFFERED)

    @cached_property
    def waiting(self):
        return self._with(Status.WAITING)

    @cached_property
    def to_call(self):
        return [member for member in self.members if member.is_called]

    def to_call_of(self, to):
        """Those of the Recipients `to` whom a letter with news does not reach; for an unknown one, whom to call at all."""
        if to not in Recipients.values:
            return self.to_call
        statuses = Recipients(to).statuses
        return [member for member in self.members if member.has_no_email and member.enrolment.status in statuses]

    @property
    def taken(self):
        return len(self.with_place) + len(self.offered)

    @property
    def free(self):
        return max(self.target.capacity - self.taken, 0)

    @property
    def is_course(self):
        return isinstance(self.target, CourseInstance)

    @cached_property
    def lessons(self):
        """The lessons in order, each with `marked` and `present` people."""
        if not self.is_course:
            return []
        marked, present = Count("attendance"), Count("attendance", filter=Q(attendance__is_present=True))
        return list(self.target.sessions.annotate(marked=marked, present=present).order_by("starts_at"))

    @cached_property
    def planned(self):
        """The lessons that take place."""
        return [lesson for lesson in self.lessons if lesson.cancelled_at is None]

    @property
    def lesson_today(self):
        """The lesson of this day in Kalisz, or None."""
        today = timezone.localdate(self.now)
        return next((lesson for lesson in self.planned if timezone.localdate(lesson.starts_at) == today), None)

    @cached_property
    def held(self):
        """How many lessons have ended."""
        return sum(lesson.ends_at <= self.now for lesson in self.planned)

    @property
    def unmarked(self):
        """How many lessons have ended without anybody noting who was there."""
        return sum(lesson.ends_at <= self.now and not lesson.marked for lesson in self.planned)

    @property
    def lesson_hours(self):
        """Lesson hours of 45 minutes in all lessons that take place, breaks counted in, rounded down."""
        return sum((lesson.ends_at - lesson.starts_at for lesson in self.planned), timedelta()) // LESSON_HOUR

    @cached_property
    def languages(self):
        """The languages that the members read, Polish first and always there, then in the portal's order."""
        read = {member.person.language for member in self.members}
        return [language for language in languages.LANGUAGES if language.code in read | {languages.SOURCE}]
