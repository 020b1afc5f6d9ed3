from django.contrib import admin
from django.utils import timezone

from cic_portal.editing.admin import SafeEditing
from cic_portal.languages import staff_text as _s
from cic_portal.pictures.admin import PicturedAdmin
from cic_portal.templatetags.portal import clock, weekday_name
from cic_portal.translations.admin import OverdueFilter, ScheduleFilter
from courses import models
from courses.enrolments.actions import change_instance
from courses.enrolments.desk.admin import CourseGroupAdmin, LineFilter, TargetStateFilter
from courses.forms import CourseInstanceForm
from services.admin import CONTENT_FILTERS, PUBLICATION, ContentAdmin


@admin.register(models.Course)
class CourseAdmin(PicturedAdmin, ContentAdmin):
    words = ("title", "summary", "body")
    rich_words = ("body",)
    facts = ((_s("Facts"), {"fields": ["slug", "kind", "level", "picture", "position"]}), PUBLICATION)
    list_display = ["__str__", "kind", "level", "position", "status", "translations"]
    list_filter = ["kind", "level", *CONTENT_FILTERS]
    search_fields = ["title_pl", "summary_pl", "slug"]


@admin.register(models.CourseInstance)
class CourseInstanceAdmin(CourseGroupAdmin, SafeEditing):
    form = CourseInstanceForm
    when = ["course", ("starts_on", "ends_on"), "weekdays", ("starts_at", "ends_at"), "place"]
    places_and_languages = [
        "capacity",
        ("enrolment_opens_at", "enrolment_closes_at"),
        "languages_of_instruction",
        "has_child_care",
        "is_example",
    ]
    list_display = ["course", "group_link", "dates", "pattern", "places", "free", "in_line", "state"]
    list_filter = [TargetStateFilter, LineFilter, OverdueFilter, ScheduleFilter, "course", "starts_on"]
    search_fields = ["course__title_pl", "place"]
    date_hierarchy = "starts_on"

    def get_queryset(self, request):
        return super().get_queryset(request).with_course()

    def get_fieldsets(self, request, obj=None):
        when = [*self.when, *(["tells_everybody"] if obj else [])]
        return [(None, {"fields": when}), (_s("Group"), {"fields": self.places_and_languages}), PUBLICATION]

    def save_model(self, request, obj, form, change):
        told = change_instance(
            instance=obj,
            columns=[name for name in form.changed_data if name != "tells_everybody"],
            tells_everybody=form.cleaned_data["tells_everybody"],
            now=timezone.now(),
        )
        if told:
            self.say_who_is_told(request, obj, told)

    @admin.display(description=_s("dates"), ordering="starts_on")
    def dates(self, obj):
        return f"{obj.starts_on:%d.%m.%Y} – {obj.ends_on:%d.%m.%Y}"

    @admin.display(description=_s("lessons"))
    def pattern(self, obj):
        days = ", ".join(weekday_name(day, "abbreviated") for day in obj.weekdays)
        return f"{days} {clock(obj.starts_at)}–{clock(obj.ends_at)}"
