from django.contrib import admin
from django.utils import timezone

from cic_portal.languages import staff_text as _s
from cic_portal.pictures.admin import PicturedAdmin
from courses.enrolments.actions import announce_change
from courses.enrolments.desk.admin import GroupAdmin, LineFilter, TargetStateFilter
from courses.events.forms import EventForm
from courses.events.models import Event
from services.admin import CONTENT_FILTERS, PUBLICATION, ContentAdmin


@admin.register(Event)
class EventAdmin(GroupAdmin, PicturedAdmin, ContentAdmin):
    form = EventForm
    words = ("title", "summary", "body")
    rich_words = ("body",)
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
