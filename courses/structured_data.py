"""Courses and events for machines, in the words of schema.org and in the language of the page."""

from django.utils import timezone

from cic_portal import languages
from cic_portal.local_time import WARSAW
from cic_portal.publishing.addresses import absolute

SCHEMA = "https://schema.org"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LEAST_IN_A_LIST = 3  # a shorter ItemList of courses is no list to those who read it


def provider():
    """The Centre by the @id that its own page gives it."""
    return {"@type": "GovernmentOffice", "@id": absolute("/#centre"), "name": "CIC Kalisz", "url": absolute("/")}


def course_list_data(courses):
    if len(courses) < LEAST_IN_A_LIST:
        return None
    items = [
        {"@type": "ListItem", "position": position, "url": absolute(course.get_absolute_url())}
        for position, course in enumerate(courses, start=1)
    ]
    return {"@context": SCHEMA, "@type": "ItemList", "itemListElement": items}


def course_data(course, now):
    """A Course with the runs that can be seen on its page (`upcoming_instances`)."""
    data = {**_page("Course", course), "provider": provider(), "offers": _free()}
    if course.level:
        data["educationalLevel"] = course.level
    real = [instance for instance in course.upcoming_instances if not instance.is_example]
    if real:
        data["hasCourseInstance"] = [_instance(instance) for instance in real]
    return data


def _instance(instance):
    return {
        "@type": "CourseInstance",
        "@id": absolute(instance.get_absolute_url()),
        "courseMode": "Onsite",
        "startDate": instance.starts_on.isoformat(),
        "endDate": instance.ends_on.isoformat(),
        "inLanguage": instance.languages_of_instruction,
        "maximumAttendeeCapacity": instance.capacity,
        "remainingAttendeeCapacity": instance.free_places,
        "location": _place(instance.place),
        "courseSchedule": {
            "@type": "Schedule",
            "byDay": [f"{SCHEMA}/{DAYS[day - 1]}" for day in instance.weekdays],
            "startTime": instance.starts_at.isoformat("minutes"),
            "endTime": instance.ends_at.isoformat("minutes"),
            "startDate": instance.starts_on.isoformat(),
            "endDate": instance.ends_on.isoformat(),
            "repeatFrequency": "P1W",
            "scheduleTimezone": WARSAW.key,
        },
    }


def event_data(event, now):
    if event.is_example:
        return None
    data = {
        **_page("Event", event),
        "startDate": timezone.localtime(event.starts_at).isoformat(),
        "endDate": timezone.localtime(event.ends_at).isoformat(),
        "eventStatus": f"{SCHEMA}/{'EventCancelled' if event.cancelled_at else 'EventScheduled'}",
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "location": _place(event.place),
        "organizer": provider(),
    }
    if event.is_joinable:
        is_full = event.has_queue
        availability = f"{SCHEMA}/{'SoldOut' if is_full else 'InStock'}"
        data["offers"] = {**_free(), "availability": availability, "url": data["url"]}
        data["maximumAttendeeCapacity"] = event.capacity
    return data


def _page(schema_type, page):
    """What a course and an event say of themselves alike."""
    url = absolute(page.get_absolute_url())
    image = {"image": absolute(page.picture.largest)} if page.picture else {}
    return {
        "@context": SCHEMA,
        "@type": schema_type,
        "@id": url,
        "url": url,
        "name": str(page.text("title")),
        "description": str(page.text("summary")),
        "inLanguage": languages.active().code,
        "isAccessibleForFree": True,
        **image,
    }


def _free():
    return {"@type": "Offer", "price": "0", "priceCurrency": "PLN", "category": "Free"}


def _place(text):
    return {"@type": "Place", "name": text, "address": text}
