from django.urls import path

from courses.events import views

app_name = "events"
urlpatterns = [
    path("events/", views.EventListPage.as_view(), name="events"),
    path("events.ics", views.event_calendar, name="calendar"),
    path("events.atom", views.EventFeed(), name="feed"),
    path("events/<slug:event>/", views.EventPage.as_view(), name="event"),
]
