from django.urls import path

from services import views

app_name = "services"
urlpatterns = [
    path("services/", views.TopicListPage.as_view(), name="topics"),
    path("services/<slug:topic>/", views.TopicPage.as_view(), name="topic"),
    path("services/<slug:topic>/<slug:guide>/", views.GuidePage.as_view(), name="guide"),
    path(
        "services/<slug:topic>/<slug:guide>/with-polish/", views.GuideWithPolishPage.as_view(), name="guide-with-polish"
    ),
    path("situations/", views.SituationListPage.as_view(), name="situations"),
    path("situations/<slug:situation>/", views.SituationPage.as_view(), name="situation"),
    path("glossary/", views.GlossaryPage.as_view(), name="glossary"),
    path("offices/", views.OfficeListPage.as_view(), name="offices"),
    path("support/", views.OfferListPage.as_view(), name="offers"),
    path("support/<slug:offer>/", views.OfferPage.as_view(), name="offer"),
]
