"""What this app declares: its kind of booking, what closed days do to it, its letters, its duties, what waits for staff."""

from cic_portal.bookings.kinds import Kind, booking_kinds
from cic_portal.desk.dashboard import Area, WaitingCount, counts
from cic_portal.duties import Duty, Stage, duties
from cic_portal.languages import staff_text as _s
from cic_portal.letters.kinds import LetterKind, letter_kinds
from cic_portal.publishing.page_types import PageType, page_types
from contact.appointments.actions import cancel_impossible, remind
from contact.appointments.bookings import AppointmentBooking
from contact.appointments.closing import cancel_appointments_of_closed_days, cancel_appointments_outside_hours
from contact.appointments.models import SEE_ALL
from contact.appointments.offering import has_active_adviser
from contact.appointments.waiting import appointments
from contact.closing import on_closure, on_extra_opening
from services.booking import givers

page_types.register(PageType("appointments:advisers"))
booking_kinds.register(Kind("appointment", AppointmentBooking))
on_closure.register(cancel_appointments_of_closed_days)
on_extra_opening.register(cancel_appointments_outside_hours)
givers.register(has_active_adviser)
letter_kinds.register(LetterKind("appointment-booked", _s("appointment booked"), SEE_ALL))
letter_kinds.register(LetterKind("appointment-cancelled", _s("appointment cancelled"), SEE_ALL))
letter_kinds.register(LetterKind("appointment-moved", _s("appointment moved"), SEE_ALL))
letter_kinds.register(LetterKind("appointment-reminder", _s("reminder of an appointment"), SEE_ALL))
duties.register(Duty("appointments that cannot take place", cancel_impossible, Stage.WRITE))
duties.register(Duty("reminders of appointments", remind, Stage.WRITE))
counts.register(WaitingCount("appointments", Area.PEOPLE, 2, appointments))
