from django.urls import path

from cic_portal.pages import views
from cic_portal.pages.models import SLUGS

app_name = "pages"
urlpatterns = [
    path("", views.HomePage.as_view(), name="home"),
    # The offline page is kept by browsers for a reader without a connection; nobody looks for it.
    *[
        path(f"{slug}/", views.StandingPage.as_view(is_listed=slug != "offline"), {"slug": slug}, name=slug)
        for slug in SLUGS
    ],
    path("about.txt", views.about_text, name="about-text"),
    path("deklaracja-dostepnosci/", views.DeclarationPage.as_view(), name="declaration"),
]
