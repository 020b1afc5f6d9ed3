"""What follows when the Centre is closed on days on which it would be open, or open at other hours.

Appointments and lessons lie above this package. Each registers what it does in its `registrations.py`
(contact.appointments, courses.enrolments); the actions of this app call them in the transaction of the change.
"""

from dataclasses import dataclass

from django.utils.html import format_html

from cic_portal.registry import Registry


@dataclass(frozen=True)
class Told:
    """A sentence for staff on what a change caused; `url` lists the people it concerns, for who has the `right`."""

    sentence: str
    url: str = ""
    right: str = ""

    def for_user(self, user):
        """The sentence, as a link where `user` may open the list."""
        is_link = self.url and user.has_perm(self.right)
        return format_html('<a href="{}">{}</a>', self.url, self.sentence) if is_link else self.sentence


# Functions of `(closure, now)` that take a saved Closure to what lies on its days; they return a list of Told.
on_closure = Registry("consequence of a closure", key="__name__")

# Functions of `(days_before, now)`, called when an ExtraOpening was saved or deleted; they return a list of Told.
# `days_before` are the dates of the home centre on which its hours no longer count: no row tells of these any more.
on_extra_opening = Registry("consequence of an extra opening", key="__name__")
