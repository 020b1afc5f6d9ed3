from django.contrib.admin import AdminSite
from django.shortcuts import render
from django.urls import path

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.leaflets import views
from cic_portal.staff.gallery import gallery_context
from cic_portal.translations.desk import urls as translation_desk
from cic_portal.translations.desk.launch import LanguagesPage
from courses.enrolments.models import Enrolment


class StaffSite(AdminSite):
    site_header = _s("Foreigners’ Integration Centre in Kalisz: staff desk")
    site_title = _s("Staff desk")
    index_title = _s("Content")
    index_template = "admin/desk_index.html"

    def get_urls(self):
        return [
            path("gallery/", self.admin_view(self.gallery), name="gallery"),
            path("leaflets/", self.admin_view(self.leaflets), name="leaflets"),
            path("leaflets/poster.pdf", self.admin_view(views.poster_pdf, cacheable=True), name="leaflets-poster"),
            path("leaflets/cards-<code>.pdf", self.admin_view(views.cards_pdf, cacheable=True), name="leaflets-cards"),
            path("languages/", self.admin_view(LanguagesPage.as_view()), name="languages"),
            *translation_desk.addresses(self),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        to_call = Enrolment.objects.to_be_called().count()
        return super().index(request, {**(extra_context or {}), "to_call": to_call})

    def gallery(self, request):
        """Every part that pages are made of, with sample data, in both directions of writing."""
        context = {**self.each_context(request), **gallery_context(), "desk_language": languages.active().code}
        return render(request, "admin/gallery.html", context)

    def leaflets(self, request):
        """Where staff fetch the poster and the cards."""
        targets = [language for language in languages.shown() if language.code != languages.SOURCE]
        context = {**self.each_context(request), "title": _s("Paper to print"), "languages": targets}
        return render(request, "admin/leaflets.html", context)
