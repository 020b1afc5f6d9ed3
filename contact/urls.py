from django.urls import path

from contact import views

app_name = "contact"
urlpatterns = [
    path("contact/", views.ContactPage.as_view(), name="contact"),
    path("centres/", views.CentreListPage.as_view(), name="centres"),
]
