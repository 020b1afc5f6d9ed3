"""The pages of history: versions, one version, restoring it, and what was deleted."""

from django.contrib import messages
from django.contrib.admin import site
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from cic_portal import languages
from cic_portal.desk.changes import ChangedMeanwhile
from cic_portal.desk.pages import DeskCrumb, DeskObjectPage, DeskPage, admin_url
from cic_portal.editing.actions import (
    SAVED_MEANWHILE,
    NotPossible,
    bring_back,
    note_open_form,
    restore,
    state_fingerprint,
)
from cic_portal.editing.library_internals import answer_that_it_is_gone
from cic_portal.editing.models import KEPT, Deletion
from cic_portal.editing.open_forms import who_else
from cic_portal.editing.recording import BROUGHT_BACK, FROM_FILES, RESTORED
from cic_portal.editing.showing import shown, shown_by, summary
from cic_portal.editing.versions import (
    Timeline,
    differences,
    moment_of_number,
    names_of_users,
    state_now,
)
from cic_portal.editing.wholes import WHOLES
from cic_portal.languages import staff_text as _s

ON_A_PAGE = 20
FILES = _s("content files")
IS_BACK = _s("The older version is back, as a new one. Whatever came after it is still in the history.")
LEFT_OUT = _s("Left out, because it is not there any more: %(what)s.")


class EditedObjectPage(DeskObjectPage):
    """About one object of an admin that edits safely; `own_crumb` is what the way to the page ends with."""

    area = "editing"
    own_crumb = _s("History")

    def missing(self):
        return answer_that_it_is_gone(self.model_admin, self.request, self.kwargs["object_id"])

    @cached_property
    def timeline(self):
        return Timeline(WHOLES[self.model_admin.model], self.object.pk)

    def is_newest(self, version):
        return version == self.timeline.versions[0]

    @cached_property
    def may_restore(self):
        return self.model_admin.has_restore_permission(self.request, self.object)

    def address(self, kind, *args):
        return admin_url(self.object, kind, self.object.pk, *args)

    def crumbs(self, title):
        return [*self.list_crumbs(), DeskCrumb(self.object, self.address("change")), DeskCrumb(self.own_crumb)]

    def frame(self, title=""):
        urls = {"history_url": self.address("history")}
        return {**super().frame(title), **urls, "object": self.object}


class HistoryPage(EditedObjectPage):
    template_name = "admin/editing/history.html"

    def get(self, request, **kwargs):
        page = Paginator(self.timeline.versions, ON_A_PAGE).get_page(request.GET.get("page"))
        items = shown_by(self.timeline.changes_of(page.object_list))
        names = names_of_users(version.by_id for version in page.object_list)
        versions = [
            described(version, names, summary(items.get(version, ()))) | self.standing(version)
            for version in page.object_list
        ]
        title = _s("History: %(name)s") % {"name": self.object}
        return self.page(title=title, page=page, versions=versions)

    def standing(self, version):
        """Whether it is how things stand now, and else whether this user may bring it back."""
        is_now = self.is_newest(version)
        return {"is_now": is_now, "can_be_restored": self.may_restore and not is_now}


def described(version, names, changes):
    """A version as a template shows it."""
    is_baseline, is_back = version.is_baseline, version.reason == BROUGHT_BACK
    event = next((entry.kind for entry in version.entries if entry.model in WHOLES and entry.kind != "~"), "")
    restored = version.reason.removeprefix(f"{RESTORED} ") if version.reason.startswith(RESTORED) else ""
    return {
        "number": version.number,
        "at": version.at,
        "who": names.get(version.by_id, FILES if version.reason == FROM_FILES else ""),
        "changes": changes,
        "is_baseline": is_baseline,
        "is_back": is_back,
        "is_created": event == "+" and not is_baseline and not is_back,
        "is_deleted": event == "-",
        "restored_from": moment_of_number(int(restored)) if restored else None,
    }


class VersionView(EditedObjectPage):
    """About one version, which the address names by its moment."""

    def crumbs(self, title):
        *steps, own = super().crumbs(title)
        return [*steps, DeskCrumb(EditedObjectPage.own_crumb, self.address("history")), own]

    def dispatch(self, request, *args, **kwargs):
        if self.object is not None and self.version is None:
            raise Http404("No such version")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def version(self):
        return self.timeline.version(self.kwargs["number"])


class VersionPage(VersionView):
    """What one version changed, word by word."""

    template_name = "admin/editing/version.html"
    own_crumb = _s("One version")

    def get(self, request, **kwargs):
        changes = self.timeline.changes_of([self.version])
        numbers = [version.number for version in self.timeline.versions]
        place = numbers.index(self.version.number)
        can_be_restored = self.may_restore and not self.is_newest(self.version)
        return self.page(
            title=_s("Version of %(name)s") % {"name": self.object},
            version=described(self.version, names_of_users([self.version.by_id]), ()),
            items=shown(changes.get(self.version, [])),
            newer=numbers[place - 1] if place else None,
            older=numbers[place + 1] if place + 1 < len(numbers) else None,
            restore_url=self.address("restore", self.version.number) if can_be_restored else "",
        )


class RestorePage(VersionView):
    """What would change if one version came back, and the button that does it."""

    template_name = "admin/editing/restore.html"
    own_crumb = _s("Restore")

    def may_open(self):
        return self.may_restore

    def get(self, request, **kwargs):
        return self._ask()

    def post(self, request, **kwargs):
        try:
            outcome = restore(
                instance=self.object,
                moment=self.version.at,
                by=request.user,
                now=self.now,
                seen=request.POST.get("seen"),
            )
        except ChangedMeanwhile:
            return self._ask(problem=SAVED_MEANWHILE, status=409)
        except NotPossible as refused:
            return self._ask(problem=refused.sentence, status=422)
        messages.success(request, IS_BACK)
        tell_outcome(request, outcome)
        return HttpResponseRedirect(self.address("history"))

    def _ask(self, problem="", status=200):
        current = state_now(self.timeline.whole, self.object.pk)
        target = self.timeline.state_at(self.version.at)
        return self.page(
            status=status,
            title=_s("Bring back an older version of %(name)s?") % {"name": self.object},
            version=described(self.version, names_of_users([self.version.by_id]), ()),
            items=shown(differences(current, target, only_restored=True)) if target else [],
            seen=state_fingerprint(current),
            problem=problem,
        )


def tell_outcome(request, outcome):
    """Messages about what could not come back, and about whom it concerns."""
    if outcome.missing:
        messages.warning(request, LEFT_OUT % {"what": ", ".join(map(str, outcome.missing))})
    if outcome.told:
        messages.info(request, outcome.told)


class Heartbeat(EditedObjectPage):
    """An open form says every minute that it is still open, and learns who else has it open."""

    http_method_names = ["post"]

    def may_open(self):
        return self.model_admin.has_change_permission(self.request, self.object)

    def post(self, request, **kwargs):
        code = self.model_admin.edited_language(request)
        note_open_form(user=request.user, instance=self.object, language=code, now=self.now)
        return JsonResponse({"who_else": who_else(user=request.user, instance=self.object, now=self.now)})


class GonePage(DeskPage):
    """The answer to a form whose object somebody has deleted: what was typed is shown, so that nothing is lost."""

    template_name = "admin/editing/gone.html"
    title = _s("It was deleted while you had it open")
    area = "editing"

    def may_open(self):
        return self.model_admin.has_change_permission(self.request)

    def crumbs(self, title):
        return self.list_crumbs()

    def post(self, request, object_id):
        kind, pk = self.model_admin.opts.label_lower, number_or_zero(object_id)
        deletion = Deletion.objects.filter(kind=kind, object_pk=pk).select_related("by").first()
        return self.page(deletion=deletion, typed=list(typed_texts(request.POST)), status=409)


def typed_texts(data):
    """(Language or None, text) of the longer texts of a form, whatever its fields are called."""
    for name, value in data.items():
        code = name.rpartition("_")[2]
        if code in languages.BY_CODE and value.strip():
            yield languages.BY_CODE[code], value


def number_or_zero(text):
    """The key that a form sent; 0, which is nobody's, when it is no key of ours."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if is_number else 0


class DeletedPage(DeskPage):
    """What was deleted within 30 days, of every kind that one may delete, each with its way back."""

    template_name = "admin/editing/deleted.html"
    title = _s("Deleted things")
    area = "editing"

    def get(self, request):
        return self._list()

    def post(self, request):
        deletion = get_object_or_404(self._deletions, pk=number_or_zero(request.POST.get("deletion", "")))
        try:
            outcome = bring_back(deletion=deletion, by=request.user, now=self.now)
        except NotPossible as refused:
            return self._list(problem=refused.sentence, about=deletion.pk, status=422)
        messages.success(request, _s("“%(name)s” is back.") % {"name": outcome.instance})
        tell_outcome(request, outcome)
        return HttpResponseRedirect(admin_url(outcome.instance, "change", outcome.instance.pk))

    @cached_property
    def _kinds(self):
        """`{label: the name of the kind}` of what this person may delete, and so may bring back."""
        models = (whole.model for whole in WHOLES)
        admins = ((model, site.get_model_admin(model)) for model in models if site.is_registered(model))
        return {
            model._meta.label_lower: model._meta.verbose_name
            for model, model_admin in admins
            if model_admin.has_delete_permission(self.request)
        }

    @cached_property
    def _deletions(self):
        known = Deletion.objects.can_come_back(self.now).filter(kind__in=self._kinds)
        return known.select_related("by")

    def _list(self, problem="", about=None, status=200):
        page = Paginator(self._deletions, 50).get_page(self.request.GET.get("page"))
        rows = [
            {
                "deletion": deletion,
                "kind": self._kinds[deletion.kind],
                "who": deletion.by.called if deletion.by else "",
                "days_left": deletion.days_left(self.today),
                "problem": problem if deletion.pk == about else "",
            }
            for deletion in page.object_list
        ]
        return self.page(rows=rows, page=page, days=KEPT.days, status=status)
