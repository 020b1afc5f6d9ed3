"""The kinds of bookings, registered by the apps that have them: this package knows none of them by name."""

from dataclasses import dataclass
from typing import Protocol


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
    """What a booking must offer to be shown and changed on its page, besides what Reachable gives it."""

    reference: str
    language: str
    page_template: str  # the part of the page that tells what it is and how it stands
    times_template: str  # the part with the times to choose from, for kinds that know the verb `move`

    def verbs(self, now):
        """What its owner may do now, of `confirm`, `cancel`, `move` and `change_contact`."""

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
    """`find(reference)` returns the booking with that reference, or None."""

    name: str
    find: object


_KINDS = {}


def register(kind):
    _KINDS[kind.name] = kind


def find_booking(reference):
    """The booking with `reference` among all kinds, or None."""
    return next((found for kind in _KINDS.values() if (found := kind.find(reference))), None)
