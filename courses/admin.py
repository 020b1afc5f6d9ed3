from django.contrib import admin

from cic_portal.languages import staff_text as _s
from courses import models
from courses.forms import CourseInstanceForm
from services.admin import CONTENT_FILTERS, PUBLICATION, ContentAdmin


@admin.register(models.Course)
class CourseAdmin(ContentAdmin):
    words = ("title", "summary", "body")
    facts = ((_s("Facts"), {"fields": ["slug", "kind", "level", "position"]}), PUBLICATION)
    list_display = ["__str__", "kind", "level", "position", "status", "translations"]
    list_filter = ["kind", "level", *CONTENT_FILTERS]
    search_fields = ["title_pl", "summary_pl", "slug"]


@admin.register(models.CourseInstance)
class CourseInstanceAdmin(admin.ModelAdmin):
    form = CourseInstanceForm
    fieldsets = (
        (None, {"fields": ["course", ("starts_on", "ends_on"), "weekdays", ("starts_at", "ends_at"), "place"]}),
        (_s("Group"), {"fields": ["capacity", "languages_of_instruction", "is_example"]}),
        PUBLICATION,
    )
    list_display = ["course", "starts_on", "ends_on", "place", "capacity", "status", "is_example"]
    list_filter = ["course", "status", "is_example", "starts_on"]
    list_select_related = ["course"]
    search_fields = ["course__title_pl", "place"]
    date_hierarchy = "starts_on"
