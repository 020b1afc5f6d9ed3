"""What follows when hours of dates come back from their history: the same as when staff enter them."""

from contact.actions import closure_applies, extra_opening_restored


def closure_is_back(closure, before, now):
    return _sentences(closure_applies(closure=closure, now=now))


def extra_opening_is_back(opening, before, now):
    return _sentences(extra_opening_restored(opening=opening, before=before, now=now))


def _sentences(told):
    return " ".join(f"{one.sentence}." for one in told)
