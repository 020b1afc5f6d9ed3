from services.views import BodyPage
from tests.new_page_type.stories.models import Story


class StoryPage(BodyPage):
    template_name = "stories/story.html"
    model = Story
    slug_argument = "story"
