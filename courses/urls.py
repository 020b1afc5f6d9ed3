from django.urls import path

from courses import views

app_name = "courses"
urlpatterns = [
    path("courses/", views.CourseListPage.as_view(), name="courses"),
    path("courses/<slug:course>/", views.CoursePage.as_view(), name="course"),
]
