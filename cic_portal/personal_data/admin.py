from datetime import timedelta
from functools import reduce
from operator import or_

from django.contrib import admin
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils import timezone

from cic_portal.desk.lists import PermanentRowsAdmin
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.actions import record_access
from cic_portal.personal_data.desk import PersonPage
from cic_portal.personal_data.models import AccessRecord
from cic_portal.personal_data.visible_rows import VisibleRows
from cic_portal.typed_text import without_unseen

SEARCHES = "private searches"  # in the session
# One working day and a little more: a session that is used daily would keep the name of whoever was searched for ever.
SEARCH_KEPT = timedelta(hours=12)


class PersonalDataAdmin(VisibleRows):
    """The desk of a model with personal data: each list and each entry that is looked at is recorded.

    What is searched for may be a name, so it travels in the body and stays with the session, never in an address.
    """

    show_full_result_count = False
    change_list_template = "admin/personal_data/change_list.html"
    private_search_fields = ()

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST" and "private_search" in request.POST:
            self._keep_sought(request)
            return HttpResponseRedirect(request.get_full_path())
        sought = self._sought(request)
        extra_context = {
            **(extra_context or {}),
            "has_private_search": bool(self.private_search_fields),
            "sought": sought,
        }
        response = super().changelist_view(request, extra_context)
        if changelist := getattr(response, "context_data", {}).get("cl"):
            self.record(request, AccessRecord.Action.LIST, count=len(changelist.result_list))
        return response

    def _keep_sought(self, request):
        # What cannot be seen goes: PostgreSQL refuses a null byte at every later look at the list.
        words = without_unseen(request.POST)["private_search"].strip()[:100]
        others = {kind: kept for kind, kept in self._searches(request).items() if kind != self.opts.label_lower}
        mine = {self.opts.label_lower: [words, timezone.now().timestamp()]} if words else {}
        request.session[SEARCHES] = others | mine

    def _sought(self, request):
        words, _at = self._searches(request).get(self.opts.label_lower, ("", 0))
        return words

    def _searches(self, request):
        """`{kind: [words, moment]}` of the last search in each list; those that are over leave the session."""
        kept = request.session.get(SEARCHES, {})
        oldest = (timezone.now() - SEARCH_KEPT).timestamp()
        fresh = {kind: search for kind, search in kept.items() if search[1] > oldest}
        if fresh != kept:
            request.session[SEARCHES] = fresh
        return fresh

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and match.url_name == f"{self.opts.app_label}_{self.opts.model_name}_changelist"
        if is_list and self.private_search_fields:
            return self.private_search(queryset, self._sought(request).split())
        return queryset

    def private_search(self, queryset, words):
        """Rows in which every one of `words` is somewhere."""
        for word in words:
            conditions = (Q(**{f"{field}__icontains": word}) for field in self.private_search_fields)
            queryset = queryset.filter(reduce(or_, conditions))
        return queryset

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # The title of a page is kept by browsers, so it says the number and not the name.
        subtitle = {"subtitle": self._numbered(object_id)} if object_id else {}
        response = super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **subtitle})
        # Also a form that comes back with its errors shows the entry.
        if object_id and hasattr(response, "context_data"):
            self.record(request, AccessRecord.Action.VIEW, object_id=object_id)
        return response

    def history_view(self, request, object_id, extra_context=None):
        title = {"title": self._numbered(object_id)}
        response = super().history_view(request, object_id, {**(extra_context or {}), **title})
        if hasattr(response, "context_data"):
            self.record(request, AccessRecord.Action.VIEW, object_id=object_id)
        return response

    def _numbered(self, number):
        return f"{self.opts.verbose_name} {number}"

    def log_change(self, request, obj, message):
        """Noted by its number: the log of the desk is kept for longer than names are."""
        entry = super().log_change(request, obj, message)
        entry.object_repr = self._numbered(obj.pk)
        entry.save(update_fields=["object_repr"])
        return entry

    def record(self, request, action, **facts):
        record_access(actor=request.user, action=action, subject=self.model._meta.label, now=timezone.now(), **facts)


@admin.register(AccessRecord)
class AccessRecordAdmin(PermanentRowsAdmin):
    """Read-only, for everybody. Beside it: what is known of one person."""

    change_list_template = "admin/personal_data/accessrecord/change_list.html"
    list_display = ["at", "actor_name", "action", "subject_in_words", "object_in_words", "count"]
    list_filter = ["action", "subject", "at"]
    search_fields = ["actor_name"]

    @admin.display(description=_s("of what"), ordering="subject")
    def subject_in_words(self, obj):
        return obj.subject_in_words

    @admin.display(description=_s("entry"), ordering="object_id")
    def object_in_words(self, obj):
        return obj.object_in_words

    def get_urls(self):
        page = self.admin_site.admin_view(PersonPage.as_view(model_admin=self), cacheable=True)
        return [path("person/", page, name="personal_data_accessrecord_person"), *super().get_urls()]
