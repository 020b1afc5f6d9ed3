from django.conf import settings
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cic_portal import languages
from cic_portal.publishing.preview import visible_to
from cic_portal.visitors.pages import ListPage, PublicPage
from contact import hours
from contact.frame import load_frame
from contact.models import Centre
from contact.open_state import open_state
from contact.structured_data import centre_graph
from contact.vcard import vcard


class CentrePage(PublicPage):
    """A page that tells the hours of the home centre, with what differs from them in the next `days_ahead` days."""

    days_ahead = 0
    schema_type = "WebPage"

    @cached_property
    def contact_frame(self):
        return load_frame(self.today)

    def get_context_data(self, **kwargs):
        frame = self.contact_frame
        closed_spells = frame.timetable.closed_spells(self.today, self.days_ahead)
        extra_days = frame.timetable.extra_days(self.today, self.days_ahead)
        context = super().get_context_data(
            frame=frame,
            closed_spells=closed_spells,
            extra_days=extra_days,
            has_other_days=bool(closed_spells or extra_days),
            open_state=open_state(frame.timetable, self.now),
            **kwargs,
        )
        url = context["page"].canonical
        return {**context, "structured_data": centre_graph(frame, self.schema_type, url, self.days_ahead)}


class ContactPage(CentrePage):
    template_name = "contact/contact.html"
    title = _("Contact and opening hours")
    description = _("Address, phone, e-mail and opening hours of the Centre in Kalisz.")
    section = "contact"
    days_ahead = 60
    schema_type = "ContactPage"

    def page_texts(self):
        return [self.contact_frame.centre]


class CentreListPage(ListPage):
    model = Centre
    context_object_name = "centres"
    template_name = "contact/centres.html"
    title = _("Integration centres in Wielkopolska")
    description = _("The five centres of the region: Kalisz, Poznań, Konin, Leszno and Piła.")
    section = "contact"

    def get_queryset(self):
        return visible_to(self.request, Centre.objects.all(), self.now).prefetch_related("opening_hours")

    def get_context_data(self, **kwargs):
        weeks = [(centre, hours.week(centre.opening_hours.all())) for centre in self.objects]
        return super().get_context_data(centres=weeks, **kwargs)


@require_safe
@cache_control(public=True, max_age=0, s_maxage=settings.PUBLIC_PAGE_MAX_AGE)
def contact_card(request):
    """The home centre as a vCard; `?version=3` for older phones. The same for every reader, whatever their language."""
    version = "3.0" if request.GET.get("version") == "3" else "4.0"
    return HttpResponse(
        vcard(load_frame().centre, version),
        content_type="text/vcard; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="cic-kalisz.vcf"',
            "Content-Language": languages.SOURCE,
        },
    )
