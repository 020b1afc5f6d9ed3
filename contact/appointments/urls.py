from django.urls import path

from contact.appointments import views

app_name = "appointments"
urlpatterns = [
    path("contact/appointment/", views.AppointmentPage.as_view(), name="appointment"),
    path("contact/advisers/", views.AdviserListPage.as_view(), name="advisers"),
]
