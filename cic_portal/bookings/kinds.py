"""The kinds of bookings, registered by the apps that have them: this package knows none of them by name."""

from dataclasses import dataclass
from typing import ClassVar, Protocol

from cic_portal.registry import Registry

VERBS = ("confirm", "cancel", "move", "change_contact")


class TimeTaken(Exception):
    """The time that somebody chose is not free, or no longer."""


class Reachable:
    """The contact of a booking: that of its `person`, a row with `email` and `phone`."""

    person: object

    def contact(self):
        phone = self.person.phone
        return {"email": self.person.email, "phone": phone.as_international if phone else ""}

    def is_reached_by(self, *, email, phone):
        """Whether it was made with this e-mail address or phone number (E.164)."""
        same_email = bool(email) and self.person.email.casefold() == email.casefold()
        same_phone = bool(phone) and bool(self.person.phone) and self.person.phone.as_e164 == phone
        return same_email or same_phone


class Booking(Protocol):
    """What a booking must offer to be shown and changed on its page, besides what Reachable gives it.

    A kind that never allows to `move` or to `change_contact` needs nothing of what stands below for these.
    tests/bookings/test_kinds.py holds every registered kind against it.
    """

    every_verb: ClassVar[frozenset[str]]  # those of VERBS that `verbs` may ever return
    page_template: ClassVar[str]  # the part of the page that tells what it is and how it stands
    times_template: ClassVar[str]  # the part with the times to choose from, for `move`
    reference: str
    language: str

    @classmethod
    def find(cls, reference):
        """The booking of this kind with `reference`, or None."""

    def verbs(self, now):
        """What its owner may do now, a list of VERBS."""

    def do(self, verb, *, now):
        """Carry out `confirm` or `cancel`; returns a translated sentence that says what happened."""

    def times(self, now, first):
        """What `times_template` shows of the times it can be moved to, from the date `first` on (text, maybe empty)."""

    def move(self, slot, *, now):
        """Move it to the time `slot`, as the page of times named it; returns a sentence. Raises TimeTaken."""

    def change_contact(self, *, email, phone, language):
        """Reach its owner elsewhere from now on."""


@dataclass(frozen=True)
class Kind:
    name: str
    booking: type[Booking]


booking_kinds = Registry("kind of booking")


def find_booking(reference):
    """The booking with `reference` among all kinds, or None."""
    return next((found for kind in booking_kinds if (found := kind.booking.find(reference))), None)
