from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cic_portal.publishing.views import PublicPage
from contact import hours
from contact.context_processors import load_frame
from contact.models import Centre, Closure

# How far ahead the contact page names the days on which the Centre is closed.
CLOSED_DAYS_AHEAD = 60  # days


class ContactPage(PublicPage):
    template_name = "contact/contact.html"
    title = _("Contact and opening hours")
    description = _("Address, phone, e-mail and opening hours of the Centre in Kalisz.")
    section = "contact"

    @cached_property
    def contact_frame(self):
        return load_frame()

    def page_texts(self):
        return [self.contact_frame.centre]

    def get_context_data(self, **kwargs):
        closures = list(Closure.objects.upcoming(self.today).filter(centre__is_home=True))
        closed = hours.Timetable(self.contact_frame.rows, closures).closed_days(self.today, CLOSED_DAYS_AHEAD)
        return super().get_context_data(frame=self.contact_frame, closed_days=closed, **kwargs)


class CentreListPage(PublicPage):
    template_name = "contact/centres.html"
    title = _("Integration centres in Wielkopolska")
    description = _("The five centres of the region: Kalisz, Poznań, Konin, Leszno and Piła.")
    section = "contact"

    @cached_property
    def centres(self):
        return list(Centre.objects.published(self.now).prefetch_related("opening_hours"))

    def page_texts(self):
        return self.centres

    def get_context_data(self, **kwargs):
        weeks = [(centre, hours.week(centre.opening_hours.all())) for centre in self.centres]
        return super().get_context_data(centres=weeks, **kwargs)
