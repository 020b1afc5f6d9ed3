from django.urls import path

from courses.demand import views

app_name = "demand"
urlpatterns = [
    path("courses/interest/", views.InterestPage.as_view(), name="interest"),
    path("courses/interest/stop/<str:token>/", views.UnsubscribePage.as_view(), name="unsubscribe"),
]
