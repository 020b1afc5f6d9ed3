"""What a row that somebody booked has, whatever was booked."""

from django.db import models
from django.db.models import Q

from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.models import Submitted


def says_why_it_ended(name):
    """The constraint `name`: what is cancelled has a reason in `ended`, and nothing else has one."""
    is_cancelled, has_reason = Q(status="cancelled"), ~Q(ended="")
    return models.CheckConstraint(condition=is_cancelled & has_reason | ~is_cancelled & ~has_reason, name=name)


class BookedRow(Submitted):
    """A subclass has `status` and `ended` with choices of its own, and its `Need`: fixed choices alone (GDPR-01)."""

    # What the person reads, by the values of `ended`: its labels are for the desk.
    ENDED_SENTENCES = {}

    reference = models.CharField(_s("reference"), max_length=11, unique=True, editable=False)
    needs = models.JSONField(_s("needs"), default=list, blank=True)
    changed_at = models.DateTimeField(_s("changed at"))

    class Meta:
        abstract = True

    @property
    def ended_sentence(self):
        """Why it has ended, to the person; "" while it has not."""
        return self.ENDED_SENTENCES.get(self.ended, "")

    @property
    def chosen_needs(self):
        return [self.Need(need).label for need in self.needs if need in self.Need]
