from django.contrib import admin

from cic_portal.languages import staff_text as _s
from cic_portal.pages.models import AccessibilityDeclaration, Page
from services.admin import CONTENT_FILTERS, PUBLICATION, ContentAdmin


@admin.register(Page)
class PageAdmin(ContentAdmin):
    """The addresses of standing pages are fixed, so pages are edited here, not added or removed."""

    facts = (PUBLICATION,)
    list_display = ["__str__", "slug", "status", "translations"]
    list_filter = CONTENT_FILTERS
    search_fields = ["title_pl", "summary_pl", "body_pl"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(AccessibilityDeclaration)
class AccessibilityDeclarationAdmin(ContentAdmin):
    facts = (
        (
            _s("Facts"),
            {
                "fields": [
                    "compliance",
                    ("published_on", "changed_on"),
                    ("prepared_on", "reviewed_on"),
                    "email",
                    "phone",
                ]
            },
        ),
        PUBLICATION,
    )
    list_display = ["__str__", "compliance", "reviewed_on", "translations"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
