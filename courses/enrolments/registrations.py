"""What this app declares: its kind of booking, histories whose return people must be told of, what closed days do to lessons,
its letters, its duties, what waits for staff."""

from cic_portal.bookings.kinds import Kind, booking_kinds
from cic_portal.desk.dashboard import Area, WaitingCount, counts
from cic_portal.duties import Duty, Stage, duties
from cic_portal.editing.recording import keep_history
from cic_portal.languages import staff_text as _s
from cic_portal.letters.kinds import LetterKind, letter_kinds
from contact.closing import on_closure
from courses.enrolments.actions.places import end_the_lines, fill_all_places, let_offers_lapse
from courses.enrolments.bookings import EnrolmentBooking
from courses.enrolments.closing import cancel_lessons_of_closed_days
from courses.enrolments.joining import TO_COURSES, TO_EVENTS
from courses.enrolments.restoring import dates_restored, tell_of_older_dates
from courses.enrolments.waiting import enrolments
from courses.events.models import Event
from courses.joining import sign_ups
from courses.models import CourseInstance

VIEW = "enrolments.view_enrolment"

keep_history(CourseInstance, after_restore=dates_restored)
keep_history(Event, after_restore=tell_of_older_dates)
booking_kinds.register(Kind("enrolment", EnrolmentBooking))
on_closure.register(cancel_lessons_of_closed_days)
sign_ups.register(TO_COURSES)
sign_ups.register(TO_EVENTS)
letter_kinds.register(LetterKind("course-cancelled", _s("course or event cancelled"), VIEW))
letter_kinds.register(LetterKind("course-changed", _s("course or event changed"), VIEW))
letter_kinds.register(LetterKind("enrolment-cancelled", _s("place given back"), VIEW))
letter_kinds.register(LetterKind("enrolment-completed", _s("course completed"), VIEW))
letter_kinds.register(LetterKind("enrolment-confirmed", _s("place confirmed"), VIEW))
letter_kinds.register(LetterKind("enrolment-offered", _s("place offered"), VIEW))
letter_kinds.register(LetterKind("enrolment-waiting", _s("on the waiting list"), VIEW))
letter_kinds.register(LetterKind("lesson-cancelled", _s("lesson cancelled"), VIEW))
letter_kinds.register(LetterKind("message", _s("message to a group"), VIEW))
duties.register(Duty("offered places that nobody confirmed", let_offers_lapse, Stage.WRITE))
duties.register(Duty("waiting lists of what has begun", end_the_lines, Stage.WRITE))
duties.register(Duty("free places for which somebody waits", fill_all_places, Stage.WRITE))
counts.register(WaitingCount("enrolments", Area.PEOPLE, 3, enrolments))
