from django.contrib.admin import AdminSite
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.leaflets import views
from cic_portal.staff.app_list import grouped
from cic_portal.staff.gallery import gallery_context
from cic_portal.staff.home import home_of
from cic_portal.staff.languages_home import translations_at_home
from cic_portal.translations.desk import urls as translation_desk


class StaffSite(AdminSite):
    site_header = _s("Foreigners’ Integration Centre in Kalisz: staff desk")
    site_title = _s("Staff desk")
    index_title = _s("Today")
    index_template = "admin/desk_index.html"

    def get_urls(self):
        return [
            path("gallery/", self.admin_view(self.gallery), name="gallery"),
            path("leaflets/", self.admin_view(self.leaflets), name="leaflets"),
            path("leaflets/poster.pdf", self.admin_view(views.poster_pdf, cacheable=True), name="leaflets-poster"),
            path("leaflets/cards-<code>.pdf", self.admin_view(views.cards_pdf, cacheable=True), name="leaflets-cards"),
            *translation_desk.addresses(self),
            *super().get_urls(),
        ]

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        return apps if app_label else grouped(apps)

    def index(self, request, extra_context=None):
        """What waits today, and below it every list."""
        now = timezone.now()
        context = {
            "home": home_of(request, self, now),
            "translations": translations_at_home(request.user, self),
            "today": timezone.localdate(now),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def gallery(self, request):
        """Every part that pages are made of, with sample data, in both directions of writing."""
        context = {**self.each_context(request), **gallery_context(), "desk_language": languages.active().code}
        return render(request, "admin/gallery.html", context)

    def leaflets(self, request):
        """Where staff fetch the poster and the cards."""
        targets = [languages.BY_CODE[code] for code in languages.TARGETS]
        context = {**self.each_context(request), "title": _s("Paper to print"), "languages": targets}
        return render(request, "admin/leaflets.html", context)
