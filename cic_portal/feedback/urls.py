from django.urls import path

from cic_portal.feedback import views

app_name = "feedback"
urlpatterns = [
    path("feedback/", views.RatingView.as_view(), name="rating"),
    path("feedback/translation/", views.TranslationWishView.as_view(), name="wish"),
    path("feedback/thanks/", views.ThanksPage.as_view(), name="thanks"),
]
