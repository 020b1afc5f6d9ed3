"""What staff correct and note about those who signed up. Their places are changed in places.py alone."""

from django.db import transaction

from courses.enrolments.models import Enrolment, Participant


@transaction.atomic
def mark_called(*, enrolments):
    """Staff have called these people; returns how many of them had to be called."""
    return enrolments.exclude(call_about="").update(call_about="")


@transaction.atomic
def note_enrolment(*, enrolment, note):
    """Keep what staff note about an enrolment; its place, which others may change at this moment, stays as it is."""
    Enrolment.objects.filter(pk=enrolment.pk).update(note=note)


@transaction.atomic
def change_participant(*, participant, columns):
    """Save the `columns` of a person that staff changed."""
    name_column = ["name_key"] if not set(columns).isdisjoint(("given_name", "family_name")) else []
    if columns:
        participant.save(update_fields=[*columns, *name_column])
    return participant


@transaction.atomic
def change_contact(*, participant, email, phone, language):
    """Reach a person elsewhere, in another language, from now on."""
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    participant.email, participant.phone, participant.language = email, phone, language
    participant.save()
    return participant
