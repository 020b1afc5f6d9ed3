"""The lists and forms of what people sign up for: dates of courses, and events.

Here and not in their own apps, because saving them tells those who signed up.
"""

from django.contrib import admin
from django.utils import timezone

from cic_portal.editing.admin import SafeEditing
from cic_portal.languages import staff_text as _s
from cic_portal.pictures.admin import PicturedAdmin
from cic_portal.templatetags.portal import clock, weekday_name
from cic_portal.translations.admin import OverdueFilter, ScheduleFilter
from courses.enrolments.actions.targets import announce_change, change_instance
from courses.enrolments.desk.admin import CourseGroupAdmin, GroupAdmin, LineFilter, TargetStateFilter
from courses.events.forms import EventForm
from courses.events.models import Event
from courses.forms import CourseInstanceForm
from courses.models import CourseInstance
from services.admin import CONTENT_FILTERS, PUBLICATION, ContentAdmin


@admin.register(CourseInstance)
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


@admin.register(Event)
class EventAdmin(GroupAdmin, PicturedAdmin, ContentAdmin):
    form = EventForm
    facts = (
        (
            _s("Facts"),
            {"fields": ["slug", ("starts_at", "ends_at"), "place", "tells_everybody", "picture", "is_example"]},
        ),
        (_s("Group"), {"fields": ["is_joinable", "capacity", ("enrolment_opens_at", "enrolment_closes_at")]}),
        PUBLICATION,
    )
    list_display = ["__str__", "group_link", "starts_at", "place", "places", "free", "in_line", "state", "translations"]
    list_filter = [TargetStateFilter, LineFilter, "is_joinable", "starts_at", *CONTENT_FILTERS[1:]]
    search_fields = ["title_pl", "summary_pl", "place"]
    date_hierarchy = "starts_at"

    def get_fieldsets(self, request, obj=None):
        if obj:
            return super().get_fieldsets(request, obj)
        own, (heading, facts), *others = super().get_fieldsets(request, obj)
        nobody_yet = {"fields": [name for name in facts["fields"] if name != "tells_everybody"]}
        return [own, (heading, nobody_yet), *others]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        now = timezone.now()
        has_moved = not {"starts_at", "ends_at", "place"}.isdisjoint(form.changed_data)
        if change and has_moved and form.cleaned_data.get("tells_everybody") and not obj.is_over(now):
            told = announce_change(target=obj, now=now)
            self.say_who_is_told(request, obj, told)
