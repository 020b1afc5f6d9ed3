from django.urls import path

from courses import views

app_name = "courses"
urlpatterns = [
    path("courses/", views.CourseListPage.as_view(), name="courses"),
    path("courses.ics", views.course_calendar, name="calendar"),
    path("courses/<slug:course>/", views.CoursePage.as_view(), name="course"),
    path("courses/<slug:course>/<int:instance>.ics", views.instance_calendar, name="instance-calendar"),
]
