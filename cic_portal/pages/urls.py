from django.urls import path

from cic_portal.pages import views

STANDING = ("about", "project", "privacy", "easy-to-read", "emergency")

app_name = "pages"
urlpatterns = [
    path("", views.HomePage.as_view(), name="home"),
    *[path(f"{slug}/", views.StandingPage.as_view(), {"slug": slug}, name=slug) for slug in STANDING],
    path("about.txt", views.about_text, name="about-text"),
    path("deklaracja-dostepnosci/", views.DeclarationPage.as_view(), name="declaration"),
]
