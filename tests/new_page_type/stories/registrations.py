from django.conf import settings

from cic_portal.desk.menu import Group
from cic_portal.publishing.page_types import PageType, page_types
from tests.new_page_type.stories.models import Story

if settings.STORY_IS_REGISTERED:
    page_types.register(PageType("stories:story", Story, desk_group=Group.INFORMATION))
