from dataclasses import dataclass

from cic_portal.bookings.kinds import Reachable, TimeTaken
from contact.appointments.actions import cancel, change_contact, move
from contact.appointments.emails import place_of_appointments
from contact.appointments.models import Appointment
from contact.appointments.offering import availabilities_for, free_times, times_from
from contact.appointments.slots import read_value


@dataclass(frozen=True)
class AppointmentBooking(Reachable):
    """An appointment as its owner sees it (cic_portal.bookings.kinds.Booking)."""

    appointment: Appointment
    every_verb = frozenset({"cancel", "move", "change_contact"})
    page_template = "appointments/parts/booking.html"
    times_template = "appointments/parts/time_buttons.html"

    @classmethod
    def find(cls, reference):
        appointment = Appointment.objects.with_everything().filter(reference=reference).first()
        return cls(appointment) if appointment else None

    @property
    def reference(self):
        return self.appointment.reference

    @property
    def language(self):
        return self.appointment.language

    @property
    def place(self):
        return place_of_appointments()

    @property
    def person(self):
        return self.appointment

    def verbs(self, now):
        if self.appointment.can_be_taken_up:
            return ["move"]
        is_to_come = self.appointment.status == Appointment.Status.BOOKED and self.appointment.starts_at > now
        return ["move", "cancel", "change_contact"] if is_to_come else []

    def do(self, verb, *, now):
        return cancel(appointment=self.appointment, ended=Appointment.Ended.BY_PERSON, now=now)

    def times(self, now, first):
        own = self.appointment
        available = availabilities_for(own.offer, own.language, with_interpreter=own.wants_interpreter)
        return times_from(free_times(available, now=now), first)

    def move(self, slot, *, now):
        try:
            chosen = read_value(slot)
        except ValueError as error:
            raise TimeTaken from error
        return move(appointment=self.appointment, slot=chosen, now=now)

    def change_contact(self, *, email, phone, language):
        change_contact(appointment=self.appointment, email=email, phone=phone, language=language)
