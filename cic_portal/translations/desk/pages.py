"""Addresses of the translation desk, and what each of its pages has."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from cic_portal import languages
from cic_portal.desk.pages import DeskCrumb, DeskPage
from cic_portal.languages import staff_text as _s
from cic_portal.translations.coverage import kinds
from cic_portal.translations.rights import may_see, may_translate

PK_DIGITS = 18  # more of them fit into no column


def address_of(label, pk, code):
    """Where the object of the model `label` is translated into `code`."""
    return reverse("admin:translations_object", args=[code, label, pk])


class TranslationPage(DeskPage):
    """`code` and `label` come from the address: unknown ones, and kinds that have no desk, are not found."""

    area = "translations"

    def may_open(self):
        return bool(self.models)

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
    def kind_admin(self):
        return admin.site.get_model_admin(self.model)

    @cached_property
    def may_write(self):
        """Whether translations into the language of the page may be saved here."""
        return self.may_translate(self.language.code)

    def may_translate(self, code):
        return may_translate(self.request.user, code)

    def crumbs(self, title):
        """From the board over the language and the kind, as far as the URL names them."""
        code, label = self.kwargs.get("code"), self.kwargs.get("label")
        if code is None:
            return [DeskCrumb(title)]
        steps = [
            DeskCrumb(_s("Translations"), reverse("admin:translations_board")),
            DeskCrumb(self.language.own_name, reverse("admin:translations_language", args=[code]), lang=code),
        ]
        if label is None:
            return [steps[0], DeskCrumb(self.language.own_name, lang=code)]
        return [*steps, DeskCrumb(capfirst(self.model._meta.verbose_name_plural))]

    def frame(self, title=""):
        may_exchange = any(map(self.may_translate, languages.TARGETS))
        return {**super().frame(title), "polish": languages.SOURCE, "may_exchange": may_exchange}
