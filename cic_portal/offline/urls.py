from django.urls import path

from cic_portal.pages.views import StandingPage

app_name = "offline"
urlpatterns = [path("offline/", StandingPage.as_view(is_listed=False), {"slug": "offline"}, name="offline")]
