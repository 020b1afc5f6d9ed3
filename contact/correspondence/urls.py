from django.urls import path

from contact.correspondence import views

app_name = "correspondence"
urlpatterns = [
    path("contact/message/", views.WriteMessagePage.as_view(), name="message"),
    path("contact/call-back/", views.AskForCallPage.as_view(), name="call"),
]
