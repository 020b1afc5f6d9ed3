from django.db import transaction
from phonenumber_field.phonenumber import PhoneNumber, to_python

from cic_portal.personal_data.models import AccessRecord, personal_models


@transaction.atomic
def record_access(*, actor, action, subject, now, object_id="", count=1):
    """Note that `actor` saw, exported or erased `count` rows of the kind `subject` (a model's label)."""
    return AccessRecord.objects.create(
        actor=actor,
        actor_name=actor.get_username(),
        action=action,
        subject=subject,
        object_id=str(object_id),
        count=count,
        at=now,
    )


def contact_parts(contact):
    """(email, phone in E.164) of what somebody typed as their contact; the part that it is not is empty."""
    contact = contact.strip()
    if "@" in contact:
        return contact, ""
    number = to_python(contact, region="PL")
    return "", number.as_e164 if isinstance(number, PhoneNumber) and number.is_valid() else ""


def rows_of_person(contact):
    """Every row about the person whom `contact` (an e-mail address or a phone number) reaches."""
    email, phone = contact_parts(contact)
    return [
        row
        for model in personal_models()
        for row in model.objects.of_person(email=email, phone=phone).with_same_person()
    ]


@transaction.atomic
def export_person(*, contact, actor, now):
    """What the portal knows of one person, as plain values: `[{"model": its label, …columns}]`."""
    rows = rows_of_person(contact)
    record_access(actor=actor, action=AccessRecord.Action.EXPORT, subject="person", now=now, count=len(rows))
    return [{"model": row._meta.label, **row.as_export()} for row in rows]


@transaction.atomic
def erase_person(*, contact, actor, now):
    """Forget one person everywhere; returns how many rows were forgotten."""
    rows = rows_of_person(contact)
    for row in rows:
        row.forget()
    record_access(actor=actor, action=AccessRecord.Action.ERASE, subject="person", now=now, count=len(rows))
    return len(rows)


def purge(*, today):
    """Forget every row whose time is over; returns how many of each model, by label.

    Each row in a transaction of its own: one that somebody changes at this moment does not keep the others.
    """
    counts = {}
    for model in personal_models():
        rows = list(model.objects.past_retention(today))
        for row in rows:
            with transaction.atomic():
                row.expire()
        counts[model._meta.label] = len(rows)
    return counts


def purge_records(*, today):
    """Delete what was noted of accesses longer ago than it is kept; returns how many."""
    return AccessRecord.objects.purge(today)
