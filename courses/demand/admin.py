from django.contrib import admin
from django.urls import path

from cic_portal.desk.lists import ReadOnlyAdmin
from cic_portal.personal_data.admin import PersonalDataAdmin
from courses.demand.desk import DemandTable, InvitedPage, StartCourse
from courses.demand.models import Interest


@admin.register(Interest)
class InterestAdmin(ReadOnlyAdmin, PersonalDataAdmin):
    """Wishes are read here and removed, never written or changed."""

    change_list_template = "admin/demand/interest/change_list.html"
    fields = ["offers", "level", "times", "language", "email", "phone", "note", "created_at", "invited_at"]
    list_display = ["__str__", "level", "language", "email", "phone", "created_at", "invited_at"]
    list_filter = ["level", "language", "created_at"]

    def get_urls(self):
        def page(view):
            return self.admin_site.admin_view(view.as_view(model_admin=self))

        return [
            path("table/", page(DemandTable), name="demand_interest_table"),
            path("start/", page(StartCourse), name="demand_interest_start"),
            path("<int:pk>/invited/", page(InvitedPage), name="demand_interest_invited"),
            *super().get_urls(),
        ]
