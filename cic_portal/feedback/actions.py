from django.db import transaction
from django.db.models import F

from cic_portal.feedback.models import Rating, TranslationWish


@transaction.atomic
def rate_page(*, path, language, is_helpful, comment, today):
    """Keep one reader's answer about the page `path` (without language)."""
    return Rating.objects.create(path=path, language=language, is_helpful=is_helpful, comment=comment, rated_on=today)


@transaction.atomic
def wish_translation(*, path, language, today):
    """Count one more reader who needs `path` in `language`; two at once are both counted."""
    wish, _created = TranslationWish.objects.get_or_create(path=path, language=language, defaults={"last_on": today})
    TranslationWish.objects.filter(pk=wish.pk).update(count=F("count") + 1, last_on=today)


@transaction.atomic
def purge_ratings(*, today):
    """Delete answers older than RETENTION_DAYS days; returns how many."""
    deleted, _by_model = Rating.objects.past_retention(today).delete()
    return deleted
