from django.urls import path

from contact.correspondence import views

app_name = "correspondence"
urlpatterns = [
    path("contact/message/", views.MessagePage.as_view(), name="message"),
    path("contact/call-back/", views.CallPage.as_view(), name="call"),
]
