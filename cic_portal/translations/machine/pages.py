"""The button at the translation desk that asks for drafts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.views import View

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.translations.coverage import UNFINISHED, kinds
from cic_portal.translations.machine.actions import draft_by_machine
from cic_portal.translations.machine.providers import provider
from cic_portal.translations.rights import may_see, may_translate
from cic_portal.translations.units import units_of


def addresses(site):
    """URL patterns for the admin site `site`."""
    page = site.admin_view(DraftPage.as_view())
    return [path("translations/<code>/<label>/<int:pk>/machine/", page, name="translations_machine")]


def machine_button(*, user, instance, code):
    """What templates/admin/translations/machine_button.html needs as `machine`; None where there is no button.

    There is one where a service is set up that speaks the language, and something is missing or outdated.
    """
    service = provider()
    if service is None or not service.speaks(code):
        return None
    if not may_see(user, type(instance)) or not may_translate(user, code):
        return None
    count = sum(unit.status in UNFINISHED for unit in units_of(instance, code))
    facts = {"service": service.name, "code": code, "label": instance._meta.label_lower, "pk": instance.pk}
    return {**facts, "count": count} if count else None


class DraftPage(View):
    http_method_names = ["post"]

    def post(self, request, code, label, pk):
        instance = self.instance(code, label, pk)
        drafts = draft_by_machine(instance=instance, code=code, by=request.user, today=timezone.localdate())
        self.tell(drafts)
        return HttpResponseRedirect(reverse("admin:translations_object", args=[code, label, pk]))

    def instance(self, code, label, pk):
        model = next((model for model in kinds() if model._meta.label_lower == label), None)
        if model is None or code not in languages.TARGETS:
            raise Http404("No such kind or language")
        if not may_see(self.request.user, model) or not may_translate(self.request.user, code):
            raise PermissionDenied
        if (instance := model._base_manager.filter(pk=pk).first()) is None:
            raise Http404("No such object")
        return instance

    def tell(self, drafts):
        if drafts.why_not:
            messages.error(self.request, drafts.why_not.label)
        if drafts.saved:
            sentence = _s("Drafts: %(count)s. Nobody has read them yet: compare them with the Polish text.")
            messages.success(self.request, sentence % {"count": len(drafts.saved)})
        for unit, problem in drafts.refused:
            messages.warning(self.request, f"{unit.heading}: {problem}")
