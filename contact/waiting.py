"""What waits on the first page of the desk: closed days of which visitors are not told well enough."""

from cic_portal import languages
from cic_portal.desk.dashboard import DeskItem, Urgency, list_address
from cic_portal.languages import staff_text as _s
from cic_portal.texts.status import worst
from cic_portal.translations.coverage import UNFINISHED
from contact.models import Closure


def closures(desk):
    if not desk.admin_of(Closure):
        return
    ahead = list(desk.rows(Closure).soon(desk.today))
    silent = sum(not closure.reason_pl for closure in ahead)
    untranslated = sum(worst(map(closure.translation_status, languages.TARGETS)) in UNFINISHED for closure in ahead)
    notes = [
        words % {"count": count}
        for words, count in (
            (_s("without a reason for visitors: %(count)s"), silent),
            (_s("not in every language: %(count)s"), untranslated),
        )
        if count
    ]
    desk.add(
        DeskItem(
            str(_s("Closed days in the next two weeks")),
            len(ahead),
            f"{list_address(Closure)}?when=soon",
            Urgency.NOW if notes else Urgency.SOON,
            note=", ".join(notes),
        )
    )
