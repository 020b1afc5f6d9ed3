from django.contrib import admin
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from cic_portal.desk.filters import ChoiceFilter
from cic_portal.languages import staff_text as _s
from courses.enrolments.desk import lessons, letters, lists, people


def _planned(status):
    """Neither cancelled nor an example, and in `status`."""
    return lambda rows, request: rows.filter(cancelled_at=None, is_example=False, status=status)


class TargetStateFilter(ChoiceFilter):
    title = _s("state")
    parameter_name = "state"
    options = {
        "published": (_s("published"), _planned("published")),
        "draft": (_s("draft"), _planned("draft")),
        "cancelled": (_s("cancelled"), lambda rows, request: rows.filter(cancelled_at__isnull=False)),
        "example": (_s("example"), lambda rows, request: rows.filter(is_example=True)),
    }


class LineFilter(ChoiceFilter):
    title = _s("the line")
    parameter_name = "line"
    options = {"free": (_s("a place is free"), lambda rows, request: rows.with_a_free_place_for_the_line())}


class GroupAdmin(admin.ModelAdmin):
    """The admin of something with places (courses.joining.Joinable): columns of its places and the pages of its group."""

    group_pages = {
        "group": ("group/", lists.GroupPage),
        "call": ("group/call/", lists.CallList),
        "print": ("group/print/", lists.PrintList),
        "file": ("group/group.<str:kind>", lists.GroupFile),
        "add-person": ("group/add/", people.AddPerson),
        "message": ("group/message/", letters.GroupMessagePage),
        "cancel": ("group/cancel/", letters.CancelTarget),
        "confirm-offer": ("group/<int:enrolment>/confirm/", people.ConfirmOffer),
        "called": ("group/<int:enrolment>/called/", people.PersonCalled),
        "cancel-enrolment": ("group/<int:enrolment>/cancel/", people.CancelEnrolment),
        "complete": ("group/<int:enrolment>/complete/", people.CompleteEnrolment),
    }

    def get_queryset(self, request):
        return super().get_queryset(request).with_places()

    def get_urls(self):
        return [
            path(f"<int:pk>/{route}", self._page(view, name), name=self._name(name))
            for name, (route, view) in self.group_pages.items()
        ] + super().get_urls()

    def _page(self, view, name):
        # Files say themselves how they are cached, in the words of the law: private, no-store.
        return self.admin_site.admin_view(view.as_view(model_admin=self), cacheable=name in ("file", "certificate"))

    def _name(self, name):
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and obj.pk and request.user.has_perm("enrolments.view_enrolment"):
            context["group_url"] = reverse(f"admin:{self._name('group')}", args=[obj.pk])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def say_who_is_told(self, request, obj, told):
        """After a change: how many letters, and the way to the people whom none reaches."""
        sentence = _s("People who signed up and are told of the change: %(count)s.") % {"count": told}
        if request.user.has_perm("enrolments.view_enrolment"):
            address = reverse(f"admin:{self._name('call')}", args=[obj.pk])
            sentence = format_html('{} <a href="{}?to=all">{}</a>', sentence, address, _s("People to call"))
        self.message_user(request, sentence)

    @admin.display(description=_s("people"))
    def group_link(self, obj):
        address = reverse(f"admin:{self._name('group')}", args=[obj.pk])
        return format_html('<a href="{}">{} <span class="visually-hidden">{}</span></a>', address, _s("Group"), obj)

    @admin.display(description=_s("taken"))
    def places(self, obj):
        return f"{obj.taken}/{obj.capacity}"

    @admin.display(description=_s("free"))
    def free(self, obj):
        return obj.free_places

    @admin.display(description=_s("in the line"))
    def in_line(self, obj):
        return obj.waiting

    @admin.display(description=_s("state"), ordering="status")
    def state(self, obj):
        if obj.cancelled_at:
            return _s("cancelled")
        if obj.is_example:
            return _s("example")
        return _s("over") if obj.is_over(timezone.now()) else obj.get_status_display()


class CourseGroupAdmin(GroupAdmin):
    """With lessons, and a certificate at the end."""

    group_pages = {
        **GroupAdmin.group_pages,
        "certificate": ("group/<int:enrolment>/certificate.pdf", people.Certificate),
        "attendance": ("group/lessons/<int:lesson>/attendance/", lessons.AttendancePage),
        "cancel-lesson": ("group/lessons/<int:lesson>/cancel/", lessons.CancelLesson),
        "move-lesson": ("group/lessons/<int:lesson>/move/", lessons.MoveLesson),
    }
