from django.contrib import admin

from cic_portal.languages import staff_text as _s
from courses.events.models import Event
from services.admin import CONTENT_FILTERS, PUBLICATION, ContentAdmin


@admin.register(Event)
class EventAdmin(ContentAdmin):
    words = ("title", "summary", "body")
    facts = ((_s("Facts"), {"fields": ["slug", ("starts_at", "ends_at"), "place", "is_example"]}), PUBLICATION)
    list_display = ["__str__", "starts_at", "place", "status", "is_example", "translations"]
    list_filter = ["is_example", "starts_at", *CONTENT_FILTERS]
    search_fields = ["title_pl", "summary_pl", "place"]
    date_hierarchy = "starts_at"
