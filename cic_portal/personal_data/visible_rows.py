from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404


class VisibleRows(admin.ModelAdmin):
    """For an admin in which each has rows of their own: the manager of the model says which (`visible_to`)."""

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_object(self, request, object_id, from_field=None):
        """What is not theirs is not found, like what does not exist: the answer tells nothing of either."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404(f"No such {self.opts.model_name}")
        return found
