"""Admins whose rows nobody writes by hand."""

from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows are looked at and removed here, never added or changed."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class PermanentRowsAdmin(ReadOnlyAdmin):
    """Rows are looked at here: the portal alone writes them, and removes them when their time is over."""

    def has_delete_permission(self, request, obj=None):
        return False
