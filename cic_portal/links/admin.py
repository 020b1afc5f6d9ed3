from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone

from cic_portal.desk.filters import ChoiceFilter, by_column
from cic_portal.desk.lists import PermanentRowsAdmin
from cic_portal.desk.pages import DeskObjectPage
from cic_portal.languages import staff_text as _s
from cic_portal.links.actions import check_again
from cic_portal.links.desk import owners_of
from cic_portal.links.models import WORST_FIRST, Link
from cic_portal.templatetags.portal import day

OWNERS_SHOWN = 3  # in one row of the list


class LinkStateFilter(ChoiceFilter):
    title = _s("state")
    parameter_name = "state"
    options = {
        "mend": (_s("to mend"), lambda rows, request: rows.to_mend()),
        **by_column("state", Link.State.choices),
    }


@admin.register(Link)
class LinkAdmin(PermanentRowsAdmin):
    """Links are looked at here and checked again; they are changed where they stand."""

    list_filter = [LinkStateFilter]
    search_fields = ["address", "uses__owner_name"]
    list_per_page = 50
    ordering = WORST_FIRST
    show_full_result_count = False
    actions = ["check_again"]

    class Media:
        css = {"all": ["css/desk.css", "css/desk-links.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("uses")

    def has_check_permission(self, request):
        return request.user.has_perm("links.check_link")

    def get_list_display(self, request):
        """The column of places, as this person may open them."""

        @admin.display(description=_s("where it stands"))
        def where(link):
            owners = owners_of(link.uses.all(), request.user)
            context = {"owners": owners[:OWNERS_SHOWN], "more": max(len(owners) - OWNERS_SHOWN, 0)}
            return render_to_string("admin/links/where.html", context)

        return ["address", "condition", where, "checked_on"]

    @admin.display(description=_s("state"), ordering="state")
    def condition(self, link):
        return render_to_string("admin/links/condition.html", {"link": link})

    @admin.display(description=_s("checked on"), ordering="checked_at")
    def checked_on(self, link):
        return day(timezone.localdate(link.checked_at)) if link.checked_at else "—"

    @admin.action(description=_s("Check again now"), permissions=["check"])
    def check_again(self, request, queryset):
        count = check_again(links=queryset, now=timezone.now())
        self.message_user(
            request,
            _s("Links that are checked within the next minutes: %(count)s") % {"count": count},
            messages.SUCCESS,
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return LinkPage.as_view(model_admin=self)(request, object_id=object_id)


class LinkPage(DeskObjectPage):
    """One link: how it is, and every place with the way to its form. A post has it checked again."""

    template_name = "admin/links/link.html"
    title = _s("Link")
    area = "links"

    def get(self, request, **kwargs):
        return self.page(
            link=self.object,
            owners=owners_of(self.object.uses.all(), request.user),
            checks_are_on=settings.LINK_CHECKS,
            may_check=self.model_admin.has_check_permission(request),
        )

    def post(self, request, **kwargs):
        if not self.model_admin.has_check_permission(request):
            raise PermissionDenied
        check_again(links=Link.objects.filter(pk=self.object.pk), now=self.now)
        messages.success(request, _s("It is checked within the next minutes."))
        return HttpResponseRedirect(request.path)
