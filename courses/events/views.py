from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cic_portal.publishing.views import Crumb, PublicPage
from courses.events.models import Event
from services.views import BodyPage


class EventListPage(PublicPage):
    template_name = "events/events.html"
    title = _("Events")
    description = _("Activities for children and adults, meetings and campaigns in Kalisz.")
    section = "courses"

    @cached_property
    def events(self):
        return list(Event.objects.upcoming(self.now))

    def page_texts(self):
        return self.events

    def get_context_data(self, **kwargs):
        return super().get_context_data(events=self.events, **kwargs)


class EventPage(BodyPage):
    template_name = "events/event.html"
    model = Event
    slug_argument = "event"
    section = "courses"

    def crumbs(self):
        return [Crumb(EventListPage.title, reverse("events:events"))]

    def get_context_data(self, **kwargs):
        return super().get_context_data(has_ended=self.object.ends_at <= self.now, **kwargs)
