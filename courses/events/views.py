from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cic_portal.publishing.addresses import absolute
from cic_portal.templatetags.portal import moment
from cic_portal.visitors.pages import Crumb, ListPage
from courses.events.models import Event
from courses.structured_data import event_data
from courses.views import calendar_response, feed_language
from services.views import BodyPage


class EventListPage(ListPage):
    model = Event
    context_object_name = "events"
    template_name = "events/events.html"
    title = _("Events")
    description = _("Activities for children and adults, meetings and campaigns in Kalisz.")
    section = "courses"

    def get_queryset(self):
        return Event.objects.upcoming(self.now).with_places()


class EventPage(BodyPage):
    template_name = "events/event.html"
    model = Event
    slug_argument = "event"
    section = "courses"

    def get_queryset(self):
        return Event.objects.with_places().select_related("picture")

    def crumbs(self):
        return [Crumb(EventListPage.title, reverse("events:events"))]

    def get_context_data(self, **kwargs):
        has_ended = self.object.is_over(self.now)
        return super().get_context_data(
            has_ended=has_ended,
            is_to_come=not has_ended and self.object.cancelled_at is None,
            shows_places=self.object.is_joinable and not has_ended,
            structured_data=event_data(self.object, self.now),
            **kwargs,
        )


def public_events(now):
    return Event.objects.upcoming(now).filter(is_example=False)


@require_safe
def event_calendar(request):
    """Every event that is published and has not ended, cancelled ones among them."""
    with translation.override(feed_language(request)):
        name = gettext("Events of the Centre in Kalisz")
        events = public_events(timezone.now())
        return calendar_response(events, name=name, source=absolute(request.get_full_path()), filename="events.ics")


class EventFeed(Feed):
    """Coming events as an Atom feed in the language of the address."""

    feed_type = Atom1Feed

    def title(self):
        return gettext("Events of the Centre in Kalisz")

    def subtitle(self):
        return EventListPage.description

    def link(self):
        return absolute(reverse("events:events"))

    def feed_url(self):
        return absolute(reverse("events:feed"))

    def items(self):
        return public_events(timezone.now())

    def item_title(self, event):
        return str(event.text("title"))

    def item_description(self, event):
        return f"{moment(event.starts_at)}. {event.text('summary')}"

    def item_link(self, event):
        return absolute(event.get_absolute_url())

    def item_guid(self, event):
        return absolute(event.get_absolute_url())

    def item_updateddate(self, event):
        return event.updated_at
