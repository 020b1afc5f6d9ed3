from babel.dates import format_date

from cic_portal import languages
from cic_portal.typesetting.compiler import pdf


def certificate(
    *,
    name,
    course,
    course_en,
    level,
    starts_on,
    ends_on,
    hours,
    present,
    held,
    issued_on,
    reference,
):
    """The certificate of completing a course as a PDF: Polish, with English beneath.

    `present` of `held` lessons were attended; `hours` is the length of the whole course, a number or words. `level` is
    that of the course, as CEFR writes it, or empty: the paper claims no examination. Raises MissingGlyphs.
    """
    return pdf(
        "certificate",
        {
            "name": name,
            "course": course,
            "course_en": course_en,
            "level": level,
            "dates": _span(starts_on, ends_on, "pl"),
            "dates_en": _span(starts_on, ends_on, "en"),
            "hours": str(hours),
            "attendance": f"{present} z {held}",
            "attendance_en": f"{present} of {held}",
            "issued_on": _day(issued_on, "pl"),
            "issued_on_en": _day(issued_on, "en"),
            "reference": reference,
        },
    )


def _day(day, code):
    return format_date(day, "long", locale=languages.BY_CODE[code].locale)


def _span(first, last, code):
    return _day(first, code) if first == last else f"{_day(first, code)} – {_day(last, code)}"
