from django.contrib.auth.models import AbstractUser
from django.db import models

from cic_portal import languages
from cic_portal.languages import staff_text as _s


class User(AbstractUser):
    """A member of staff. Visitors have no accounts."""

    desk_language = models.CharField(
        _s("language of the desk"),
        max_length=2,
        choices=[(code, languages.BY_CODE[code].own_name) for code in languages.STAFF_LANGUAGES],
        default=languages.SOURCE,
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _s("member of staff")
        verbose_name_plural = _s("staff")
