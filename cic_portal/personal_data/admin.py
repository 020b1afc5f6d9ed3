from django.contrib import admin
from django.utils import timezone

from cic_portal.personal_data.actions import record_access
from cic_portal.personal_data.models import AccessRecord


class PersonalDataAdmin(admin.ModelAdmin):
    """The desk of a model with personal data: each list and each entry that is looked at is recorded."""

    show_full_result_count = False

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        if changelist := getattr(response, "context_data", {}).get("cl"):
            self.record(request, AccessRecord.Action.LIST, count=len(changelist.result_list))
        return response

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id and request.method == "GET":
            self.record(request, AccessRecord.Action.VIEW, object_id=object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def record(self, request, action, **facts):
        record_access(actor=request.user, action=action, subject=self.model._meta.label, now=timezone.now(), **facts)


@admin.register(AccessRecord)
class AccessRecordAdmin(admin.ModelAdmin):
    """Read-only, for everybody."""

    list_display = ["at", "actor_name", "action", "subject", "object_id", "count"]
    list_filter = ["action", "subject", "at"]
    search_fields = ["actor_name"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
