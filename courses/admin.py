from django.contrib import admin

from cic_portal.languages import staff_text as _s
from cic_portal.pictures.admin import PicturedAdmin
from courses import models
from services.admin import CONTENT_FILTERS, PUBLICATION, ContentAdmin


@admin.register(models.Course)
class CourseAdmin(PicturedAdmin, ContentAdmin):
    facts = ((_s("Facts"), {"fields": ["slug", "kind", "level", "picture", "position"]}), PUBLICATION)
    list_display = ["__str__", "kind", "level", "position", "status", "translations"]
    list_filter = ["kind", "level", *CONTENT_FILTERS]
    search_fields = ["title_pl", "summary_pl", "slug"]
