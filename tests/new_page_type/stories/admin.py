from django.conf import settings
from django.contrib import admin

from services.admin import CONTENT_FILTERS, PUBLICATION, ContentAdmin
from tests.new_page_type.stories.models import Story


class StoryAdmin(ContentAdmin):
    facts = (("Facts", {"fields": ["slug"]}), PUBLICATION)
    list_display = ["__str__", "status", "translations"]
    list_filter = CONTENT_FILTERS


if settings.STORY_IS_REGISTERED:
    admin.site.register(Story, StoryAdmin)
