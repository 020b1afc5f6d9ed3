from datetime import date, time

from django.conf import settings

from cic_portal import languages
from cic_portal.desk.pages import DeskPage
from cic_portal.languages import staff_text as _s
from cic_portal.texts.models import LocalText
from cic_portal.texts.status import TranslationStatus
from cic_portal.visitors.pages import Crumb, PageFrame
from cic_portal.visitors.search_form import SearchForm
from contact.hours import DayRange, Span
from services.models import Icon

SAMPLE = {
    "pl": "Numer PESEL",
    "ar": "رقم PESEL",
}


class GalleryPage(DeskPage):
    """Every part that pages are made of, with sample data, in both directions of writing; reads nothing from the database."""

    template_name = "admin/gallery.html"
    title = _s("Parts of pages")

    def get(self, request):
        office_hours = (Span(time(7, 30), time(15, 30)),)
        return self.page(
            desk_language=languages.active().code,
            samples=[_sample(languages.BY_CODE[code]) for code in SAMPLE],
            icons=Icon.values,
            hours=[DayRange(1, 5, office_hours), DayRange(6, 7, ())],
            closed_day=date(2026, 12, 24),
        )


def _sample(language):
    title = LocalText(SAMPLE[language.code], language)
    pages = [
        PageFrame(path=f"/{language.code}/", title=title, status=status, crumbs=[Crumb(title, "#")])
        for status in TranslationStatus
    ]
    return {
        "language": language,
        "title": title,
        "pages": pages,
        "phone": settings.LAST_RESORT_PHONE,
        "email": settings.LAST_RESORT_EMAIL,
        "form": SearchForm(auto_id=f"{language.code}_%s"),
    }
