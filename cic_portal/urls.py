from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from cic_portal import views
from contact.views import contact_card
from courses.events.views import event_calendar
from courses.views import course_calendar

urlpatterns = [
    path("", views.choose_language, name="choose-language"),
    path("favicon.ico", views.favicon),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path(".well-known/security.txt", views.security_txt),
    path("contact.vcf", contact_card, name="contact-card"),
    path("", include("cic_portal.opendata.urls")),
    path("courses.ics", course_calendar),
    path("events.ics", event_calendar),
    path("", include("cic_portal.pictures.urls")),
    path("admin/", admin.site.urls),
]
urlpatterns += i18n_patterns(
    path("", include("cic_portal.pages.urls")),
    path("", include("services.urls")),
    path("", include("contact.urls")),
    path("", include("contact.appointments.urls")),
    path("", include("contact.correspondence.urls")),
    path("", include("courses.demand.urls")),
    path("", include("courses.enrolments.urls")),
    path("", include("courses.urls")),
    path("", include("courses.events.urls")),
    path("", include("cic_portal.bookings.urls")),
    path("", include("cic_portal.search.urls")),
    path("", include("cic_portal.feedback.urls")),
)

handler400 = "cic_portal.views.bad_request"
handler403 = "cic_portal.views.forbidden"
handler404 = "cic_portal.views.not_found"
handler500 = "cic_portal.views.server_error"
