from django.utils import translation
from django.utils.translation import gettext as _

from cic_portal import languages
from cic_portal.publishing.addresses import absolute, bare_path, in_language
from cic_portal.templatetags.portal import bare_url, clock, day, national, sentence_case, weekday_name
from cic_portal.typesetting.compiler import pdf
from cic_portal.typesetting.qr import qr_svg


def poster(frame):
    """A4: phone, address and hours of `frame` (a ContactFrame) in all ten languages, as a PDF. Raises MissingGlyphs."""
    # The one address that follows the reader's language; phone and hours are on its first screen.
    address = absolute("/")
    words = [_in_words(frame, language) for language in languages.shown()]
    return pdf("poster", {**_contact(frame, address), "languages": words})


def cards(frame, code):
    """Ten cards of 85 × 55 mm on A4 with cut marks: Polish beside the language `code`. Raises MissingGlyphs."""
    address = absolute(in_language(bare_path("contact:contact"), code))
    words = [_in_words(frame, languages.BY_CODE[each]) for each in (languages.SOURCE, code)]
    return pdf("cards", {**_contact(frame, address), "languages": words})


def _contact(frame, address):
    """What is the same in every language. The date says how old the facts are; without one nobody has confirmed them."""
    centre = frame.centre
    with translation.override(languages.SOURCE):
        return {
            "title": _("Contact and opening hours"),
            "name": centre.text_in("name", languages.SOURCE),
            "phone": national(centre.phone),
            "email": centre.email,
            "place": ", ".join(part for part in (centre.street, centre.city) if part),
            "confirmed": _("Data from %(day)s.") % {"day": day(centre.assured_on)} if centre.assured_on else "",
            "address": address,
            "short_address": bare_url(address),
            "qr": qr_svg(address),
        }


def _in_words(frame, language):
    """How to reach the Centre and when, in `language`. Times are apart, so that the template can isolate them."""
    with translation.override(language.code):
        name = frame.centre.text("name")
        return {
            "code": language.code,
            "direction": language.direction,
            "own_name": language.own_name,
            "name": {"words": name.value, "code": name.language.code, "direction": name.language.direction},
            "invitation": _("Information is free. Come, call or write to us."),
            "hours": [
                {"days": _days(days), "spans": [f"{clock(span.opens)}–{clock(span.closes)}" for span in days.spans]}
                for days in frame.open_ranges
            ],
        }


def _days(days):
    first, last = (weekday_name(number) for number in (days.first, days.last))
    return sentence_case(first) if first == last else f"{sentence_case(first)}–{last}"
