from django.db import models

from cic_portal.languages import staff_text as _s
from cic_portal.outgoing.refusals import Why


class WhyNoDraft(models.TextChoices):
    """Why there is no draft, in a sentence for staff."""

    OFF = "off", _s("No translation service is set up. Ask whoever runs the portal.")
    LANGUAGE = "language", _s("The translation service does not know this language.")
    NOTHING = "nothing", _s("There is nothing to translate: no text is missing or outdated.")
    LATE = "late", _s("The translation service did not answer in time. Nothing was changed; try again later.")
    AWAY = "away", _s("The translation service cannot be reached. Nothing was changed; try again later.")
    KEY = "key", _s("The translation service does not accept our key. Tell whoever runs the portal.")
    TOO_OFTEN = "too-often", _s("The translation service was asked too often. Nothing was changed; wait a minute.")
    QUOTA = "quota", _s("What the translation service may translate this month is used up. Nothing was changed.")
    TOO_LONG = "too-long", _s("The text is too long for the translation service. Nothing was changed.")
    STRANGE = "strange", _s("The translation service answered something that makes no sense. Nothing was changed.")
    SIGNS = "signs", _s("The draft lost or doubled a term, an amount, a link or a number, so it was not kept.")


BY_STATUS = {
    401: WhyNoDraft.KEY,
    403: WhyNoDraft.KEY,
    408: WhyNoDraft.LATE,
    413: WhyNoDraft.TOO_LONG,
    414: WhyNoDraft.TOO_LONG,
    429: WhyNoDraft.TOO_OFTEN,
    456: WhyNoDraft.QUOTA,
    504: WhyNoDraft.LATE,
    529: WhyNoDraft.TOO_OFTEN,
}
# Without an answer the service is away, but for these.
BY_WHY = {Why.TOO_SLOW: WhyNoDraft.LATE, Why.TOO_LARGE: WhyNoDraft.STRANGE}


def reason_for(status):
    """What a `status` other than success means."""
    return BY_STATUS.get(status, WhyNoDraft.AWAY if status >= 500 else WhyNoDraft.STRANGE)


class NoDraft(Exception):
    def __init__(self, why):
        super().__init__(why.value)
        self.why = why
