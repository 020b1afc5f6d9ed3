"""The Centre in the words of schema.org, for search engines. Says nothing that the page does not show."""

from datetime import time

from cic_portal import languages
from cic_portal.publishing.addresses import absolute

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Languages in which the Centre is known to answer; it promises no others.
SPOKEN_LANGUAGES = [languages.SOURCE]
OPERATOR = {
    "@type": "GovernmentOrganization",
    "@id": "https://rops.poznan.pl/#organization",
    "name": "Regionalny Ośrodek Polityki Społecznej w Poznaniu",
    "url": "https://rops.poznan.pl/",
}


def centre_graph(frame, page_type, url, days):
    """JSON-LD of a page about the home centre, with the special hours of `days` days from today."""
    page = {
        "@type": page_type,
        "@id": url,
        "url": url,
        "inLanguage": languages.active().code,
        "mainEntity": {"@id": absolute("/#centre")},
    }
    return {"@context": "https://schema.org", "@graph": [page, government_office(frame, days)]}


def government_office(frame, days):
    centre, timetable = frame.centre, frame.timetable
    data = {
        "@type": "GovernmentOffice",
        "@id": absolute("/#centre"),
        "name": str(centre.text("name")),
        "url": absolute(f"/{languages.active().code}/"),
        "telephone": centre.phone.as_e164 if centre.phone else None,
        "email": centre.email,
        "address": _address(centre),
        "geo": _geo(centre),
        "hasMap": centre.map_url,
        "openingHoursSpecification": [_weekly(*item) for item in _days_by_span(frame.week)],
        "specialOpeningHoursSpecification": [
            # Opening and closing at midnight is how schema.org says “closed”.
            *(_on_date(day.on, time.min, time.min) for day in timetable.closed_days(frame.today, days)),
            *(
                _on_date(day.on, span.opens, span.closes)
                for day in timetable.extra_days(frame.today, days)
                for span in day.spans
            ),
        ],
        "contactPoint": _contact_point(centre),
        "parentOrganization": OPERATOR,
    }
    return _known(data)


def _known(data):
    """What is not known is not said."""
    return {name: value for name, value in data.items() if value}


def _address(centre):
    return _known(
        {
            "@type": "PostalAddress",
            "streetAddress": centre.street,
            "addressLocality": centre.city,
            "addressCountry": "PL",
        }
    )


def _geo(centre):
    if not centre.has_coordinates:
        return None
    return {"@type": "GeoCoordinates", "latitude": float(centre.latitude), "longitude": float(centre.longitude)}


def _contact_point(centre):
    return _known(
        {
            "@type": "ContactPoint",
            "contactType": "customer service",
            "telephone": centre.phone.as_e164 if centre.phone else None,
            "email": centre.email,
            "availableLanguage": SPOKEN_LANGUAGES,
        }
    )


def _days_by_span(week):
    """Each span of the week with the names of its days: Monday to Friday from 7:30 to 15:30 are one."""
    days_by_span = {}
    for days in week:
        for span in days.spans:
            days_by_span.setdefault(span, []).extend(WEEKDAYS[days.first - 1 : days.last])
    return days_by_span.items()


def _weekly(span, days):
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": days,
        "opens": f"{span.opens:%H:%M}",
        "closes": f"{span.closes:%H:%M}",
    }


def _on_date(day, opens, closes):
    return {
        "@type": "OpeningHoursSpecification",
        "opens": f"{opens:%H:%M}",
        "closes": f"{closes:%H:%M}",
        "validFrom": day.isoformat(),
        "validThrough": day.isoformat(),
    }
