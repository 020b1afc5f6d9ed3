"""Addresses of the translation desk, and what each of its pages has."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from cic_portal import languages
from cic_portal.translations.coverage import kinds
from cic_portal.translations.rights import may_see, may_translate

PK_DIGITS = 18  # more of them fit into no column


def address_of(label, pk, code):
    """Where the object of the model `label` is translated into `code`."""
    return reverse("admin:translations_object", args=[code, label, pk])


class DeskPage(View):
    """`code` and `label` come from the address: unknown ones, and kinds that have no desk, are not found."""

    template = ""

    def dispatch(self, request, *args, **kwargs):
        if not self.models:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def models(self):
        """The kinds that this member of staff may see, by label, in the order of the board."""
        at_desk = [model for model in kinds() if admin.site.is_registered(model)]
        return {model._meta.label_lower: model for model in at_desk if may_see(self.request.user, model)}

    @cached_property
    def language(self):
        code = self.kwargs["code"]
        if code not in languages.TARGETS:
            raise Http404("Nothing is translated into this language")
        return languages.BY_CODE[code]

    @cached_property
    def model(self):
        label = self.kwargs["label"]
        if label not in {model._meta.label_lower for model in kinds() if admin.site.is_registered(model)}:
            raise Http404("No such kind")
        if label not in self.models:
            raise PermissionDenied
        return self.models[label]

    @cached_property
    def model_admin(self):
        return admin.site.get_model_admin(self.model)

    @cached_property
    def may_write(self):
        """Whether translations into the language of the page may be saved here."""
        return self.may_translate(self.language.code)

    def may_translate(self, code):
        return may_translate(self.request.user, code)

    def page(self, *, title, status=200, **context):
        frame = admin.site.each_context(self.request)
        desk_language = languages.active()
        frame |= {"desk_language": desk_language, "polish": languages.SOURCE}
        context = {**frame, "title": title, "may_exchange": any(map(self.may_translate, languages.TARGETS)), **context}
        return TemplateResponse(self.request, self.template, context, status=status)
