from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from cic_portal.languages import staff_text as _s
from cic_portal.staff.accounts import AccountVerbs
from cic_portal.staff.audit.desk import AuditRecordAdmin
from cic_portal.staff.models import AuditRecord, User

# Their pages show keys and codes, and are no help to anybody: “My account” and the verbs on an account are.
admin.site.unregister([TOTPDevice, StaticDevice])
admin.site.register(AuditRecord, AuditRecordAdmin)


@admin.register(User)
class StaffAdmin(AccountVerbs, UserAdmin):
    fieldsets = (
        (None, {"fields": ["username"]}),
        *UserAdmin.fieldsets[1:],
        (_s("Desk"), {"fields": ["desk_language"]}),
    )
    list_display = ["username", "first_name", "last_name", "email", "state", "is_superuser", "desk_language"]
    readonly_fields = ["last_login", "date_joined"]
