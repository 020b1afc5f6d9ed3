from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from cic_portal.languages import staff_text as _s
from cic_portal.staff.models import User


@admin.register(User)
class StaffAdmin(UserAdmin):
    fieldsets = (*UserAdmin.fieldsets, (_s("Desk"), {"fields": ["desk_language"]}))
    list_display = ["username", "first_name", "last_name", "email", "is_active", "is_superuser", "desk_language"]
