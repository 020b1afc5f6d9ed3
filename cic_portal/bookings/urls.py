from django.urls import path

from cic_portal.bookings import views

app_name = "bookings"
urlpatterns = [
    path("bookings/", views.BookingPage.as_view(), name="look-up"),
    path("bookings/<str:reference>/", views.BookingPage.as_view(), name="booking"),
]
