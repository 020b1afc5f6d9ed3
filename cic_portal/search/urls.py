from django.urls import path

from cic_portal.search.views import SearchPage

app_name = "search"
urlpatterns = [path("search/", SearchPage.as_view(), name="search")]
