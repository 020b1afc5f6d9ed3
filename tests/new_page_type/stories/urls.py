from django.urls import path

from tests.new_page_type.stories.views import StoryPage

app_name = "stories"
urlpatterns = [path("stories/<slug:story>/", StoryPage.as_view(), name="story")]
