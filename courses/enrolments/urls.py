from django.urls import path

from courses.enrolments import views

app_name = "enrolments"
urlpatterns = [
    path("courses/<slug:course>/<int:instance>/enrol/", views.CourseEnrolmentPage.as_view(), name="course"),
    path("events/<slug:event>/enrol/", views.EventEnrolmentPage.as_view(), name="event"),
]
