"""What tests/page_examples.py needs of a new kind: one object. Read before the tests that use it."""

from tests.factories import PublishedFactory
from tests.new_page_type.stories.models import Story
from tests.page_examples import EXAMPLES, WORD


class StoryFactory(PublishedFactory):
    class Meta:
        model = Story

    title = "Historia"
    summary = "Krótko."
    body = "Tekst."


EXAMPLES[Story] = lambda: StoryFactory(title=WORD)
