from django.core import signing
from django.db import IntegrityError, transaction

from cic_portal.publishing.models import Publishable
from courses.actions import plan_sessions
from courses.demand import emails
from courses.demand.models import Interest

SALT = "courses.demand.unsubscribe"


@transaction.atomic
def say_interest(*, offers, level, times, language, email, phone, note, now, submission=None):
    """Keep what somebody needs; the same `submission` is kept once."""
    if submission and (known := Interest.objects.filter(submission=submission).first()):
        return known
    try:
        with transaction.atomic():
            return Interest.objects.create(
                offers=offers,
                level=level,
                times=times,
                language=language,
                email=email,
                phone=phone,
                note=note,
                created_at=now,
                submission=submission,
            )
    except IntegrityError:  # the same form, sent twice at the same moment
        return Interest.objects.get(submission=submission)


@transaction.atomic
def invite(*, instance, wishes, now):
    """Tell the people behind `wishes` of a course run, each in their language; returns (letters, wishes without e-mail).

    Nobody is written to twice about one wish, or by two wishes with one address.
    """
    wishes = list(Interest.objects.select_for_update().filter(pk__in=[wish.pk for wish in wishes], invited_at=None))
    by_address = {wish.email.casefold(): wish for wish in wishes if wish.email}
    for wish in by_address.values():
        emails.queue_invitation(wish, instance, unsubscribe_token(wish), now)
    Interest.objects.filter(pk__in=[wish.pk for wish in wishes]).update(invited_at=now)
    return len(by_address), [wish for wish in wishes if not wish.email and wish.phone]


@transaction.atomic
def start_course(*, instance, wishes, now):
    """Publish a new course run with its lessons and invite those who wished for it; returns what `invite` returns.

    Returns None, and publishes nothing, when all of them were invited meanwhile: two clicks do not make two courses.
    """
    left = Interest.objects.select_for_update().filter(pk__in=[wish.pk for wish in wishes], invited_at=None)
    if wishes and not list(left):
        return None
    instance.status = Publishable.Status.PUBLISHED
    instance.save()
    plan_sessions(instance=instance, now=now)
    return invite(instance=instance, wishes=wishes, now=now)


def unsubscribe_token(wish):
    """A signed value that removes the contact of one wish, for as long as the wish is kept."""
    return signing.dumps(wish.pk, salt=SALT)


@transaction.atomic
def unsubscribe(*, token):
    """Forget the contact that `token` stands for, in all wishes with that address; says whether the token was ours."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return False
    wish = Interest.objects.filter(pk=pk).first()
    if wish:
        for same in [wish, *(Interest.objects.of_person(email=wish.email, phone=""))]:
            same.forget()
    return True
