"""What a browser needs to say whether the Centre is open now (static/js/open-state.js).

A page may lie in a cache, so the server itself says only what stays true: hours and dates.
"""

import json
from datetime import time, timedelta

from babel.dates import format_skeleton

from cic_portal import languages
from cic_portal.local_time import WARSAW, in_kalisz
from cic_portal.templatetags.portal import weekday_name

# A page that was kept for longer says nothing.
DAYS_KNOWN = 14  # days


def open_state(timetable, now):
    """The attributes of the component: the openings from `now` on, and until when they are known.

    None when no hours are known: nothing can be said then.
    """
    if not timetable.rows and not timetable.extra_openings:
        return None
    today = now.astimezone(WARSAW).date()
    openings = [opening for opening in timetable.openings(today, DAYS_KNOWN) if opening.closes_at > now]
    known_until = in_kalisz(today + timedelta(days=DAYS_KNOWN), time())
    return {
        "openings": json.dumps([_opening(opening) for opening in openings], ensure_ascii=False),
        "known_until": known_until,
    }


def _opening(opening):
    """Times as they are on the wall in Kalisz, with their offset; names in the language of the page."""
    return {
        "opens": opening.opens_at.isoformat(timespec="minutes"),
        "closes": opening.closes_at.isoformat(timespec="minutes"),
        "weekday": weekday_name(opening.opens_at.isoweekday()),
        "date": format_skeleton("MMMMd", opening.opens_at.date(), locale=languages.active().locale),
    }
