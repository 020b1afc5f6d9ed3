"""What the writes about one course run or event share: its lock, and the one statement that changes an enrolment."""

from courses.enrolments import emails
from courses.enrolments.models import Enrolment


def locked(target):
    """The course or event as the database has it now, locked until the transaction ends: places are counted under it."""
    return type(target)._base_manager.select_for_update().get(pk=target.pk)


def current(enrolment):
    """The enrolment as the database has it now; ask once its course or event is locked."""
    return Enrolment.objects.with_everything().get(pk=enrolment.pk)


def change_status(enrolment, status, now, *, offer_expires_at=None, ended="", and_columns=()):
    """Every change of an enrolment is one statement, made under the lock of its course or event.

    A second one in the same transaction would check its foreign keys anew, and wait for whoever holds that lock.
    """
    enrolment.status, enrolment.changed_at = status, now
    enrolment.offer_expires_at, enrolment.ended = offer_expires_at, ended
    enrolment.call_about = emails.to_call_about(enrolment)
    enrolment.save(update_fields=["status", "changed_at", "offer_expires_at", "ended", "call_about", *and_columns])
