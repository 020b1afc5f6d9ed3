from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from cic_portal import languages
from cic_portal.desk.pages import DeskPage
from cic_portal.languages import staff_text as _s
from cic_portal.leaflets.papers import cards, poster
from cic_portal.typesetting.compiler import MissingGlyphs
from contact.frame import load_frame


class LeafletsPage(DeskPage):
    """Where staff fetch the poster and the cards."""

    template_name = "admin/leaflets.html"
    title = _s("Paper to print")

    def get(self, request):
        targets = [language for language in languages.shown() if language.code != languages.SOURCE]
        return self.page(languages=targets)


def poster_pdf(request):
    return _attachment(request, "cic-kalisz-poster.pdf", lambda: poster(load_frame()))


def cards_pdf(request, code):
    if code not in languages.TARGETS or not languages.is_shown(code):
        raise Http404
    return _attachment(request, f"cic-kalisz-cards-{code}.pdf", lambda: cards(load_frame(), code))


def _attachment(request, filename, make):
    """The PDF that `make` returns as a file; when a font is missing, the page with the buttons and the reason."""
    try:
        content = make()
    except MissingGlyphs as missing:
        messages.error(request, str(missing))
        return redirect("admin:leaflets")
    headers = {"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
