import os

from tests.settings import *  # noqa: F403

INSTALLED_APPS += ["tests.new_page_type.stories"]  # noqa: F405
MIGRATION_MODULES = {"stories": None}
ROOT_URLCONF = "tests.new_page_type.urls"
STORY_IS_REGISTERED = os.environ.get("STORY") == "registered"
