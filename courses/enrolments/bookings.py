from dataclasses import dataclass

from django.utils import timezone

from cic_portal.bookings.kinds import Reachable
from courses.enrolments.actions.people import change_contact
from courses.enrolments.actions.places import cancel_enrolment, confirm_place
from courses.enrolments.models import Enrolment


@dataclass(frozen=True)
class EnrolmentBooking(Reachable):
    """An enrolment as its owner sees it (cic_portal.bookings.kinds.Booking)."""

    enrolment: Enrolment
    every_verb = frozenset({"confirm", "cancel", "change_contact"})
    page_template = "enrolments/parts/booking.html"

    @classmethod
    def find(cls, reference):
        enrolment = Enrolment.objects.with_everything().filter(reference=reference).first()
        return cls(enrolment) if enrolment else None

    @property
    def reference(self):
        return self.enrolment.reference

    @property
    def language(self):
        return self.enrolment.participant.language

    @property
    def person(self):
        return self.enrolment.participant

    def changed_sessions(self):
        """Lessons that the weekly pattern does not tell of; none for an event or when all of it is over."""
        run = self.enrolment.course_instance
        return run.sessions.out_of_pattern(timezone.now()) if run and not run.cancelled_at else ()

    def verbs(self, now):
        enrolment, status = self.enrolment, Enrolment.Status
        if enrolment.status in (status.CANCELLED, status.COMPLETED) or enrolment.target.is_over(now):
            return []
        can_confirm = enrolment.status == status.OFFERED and now < enrolment.offer_expires_at
        return [*(["confirm"] if can_confirm else []), "cancel", "change_contact"]

    def do(self, verb, *, now):
        if verb == "confirm":
            return confirm_place(enrolment=self.enrolment, now=now)
        return cancel_enrolment(enrolment=self.enrolment, ended=Enrolment.Ended.BY_PERSON, now=now)

    def change_contact(self, *, email, phone, language):
        change_contact(participant=self.enrolment.participant, email=email, phone=phone, language=language)
