from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from cic_portal.accounts.account_form import AccountForm
from cic_portal.accounts.accounts import AccountVerbs
from cic_portal.accounts.audit.desk import AuditRecordAdmin
from cic_portal.accounts.models import AuditRecord, User
from cic_portal.accounts.roles import Role
from cic_portal.desk.filters import ChoiceFilter, by_column
from cic_portal.languages import staff_text as _s

# Their pages show keys and codes, and are no help to anybody: “My account” and the verbs on an account are.
admin.site.unregister([TOTPDevice, StaticDevice])
# What a role may do stands in cic_portal.accounts.roles and is not changed by a page.
admin.site.unregister(Group)
admin.site.register(AuditRecord, AuditRecordAdmin)


class RoleFilter(ChoiceFilter):
    title = _s("role")
    parameter_name = "role"
    options = by_column("groups__name", Role.choices)


@admin.register(User)
class StaffAdmin(AccountVerbs, UserAdmin):
    """Rights come with roles alone: nobody ticks them one by one."""

    form = AccountForm
    fieldsets = (
        (None, {"fields": ["username", "first_name", "last_name", "email"]}),
        (_s("Rights"), {"fields": ["groups", "languages", "is_active", "is_staff", "is_superuser"]}),
        (_s("Desk"), {"fields": ["desk_language", "last_login", "date_joined"]}),
    )
    list_display = ["username", "first_name", "last_name", "email", "state", "role_names", "desk_language"]
    list_filter = [RoleFilter, "is_active", "is_superuser"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]

    class Media:
        css = {"all": ["css/desk-account.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by = request.user
        return form

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, *([] if request.user.is_superuser else ["is_superuser"])]

    def get_fieldsets(self, request, obj=None):
        """That somebody may do everything is said where it is so, and asked of those who can give it."""
        own, (heading, rights), *others = super().get_fieldsets(request, obj)
        is_of_interest = request.user.is_superuser or (obj and obj.is_superuser)
        fields = [name for name in rights["fields"] if is_of_interest or name != "is_superuser"]
        return [own, (heading, {"fields": fields}), *others]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super(UserAdmin, self).formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.is_within_reach(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Nobody removes their own account: a colleague who administers accounts can."""
        return (
            super().has_delete_permission(request, obj) and self.is_within_reach(request, obj) and obj != request.user
        )

    def is_within_reach(self, request, obj):
        """Who may do everything is changed by their like alone."""
        return obj is None or request.user.is_superuser or not obj.is_superuser

    @admin.display(description=_s("roles"))
    def role_names(self, user):
        everything = [_s("everything")] if user.is_superuser else []
        return ", ".join(map(str, [*everything, *(role.label for role in Role if role in user.roles)])) or "–"
