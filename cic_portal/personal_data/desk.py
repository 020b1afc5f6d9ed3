"""What is known of one person: found, given out, erased. The contact travels in the body of the form, never in an address."""

import json
from collections import Counter

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View

from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.actions import contact_parts, erase_person, export_person, record_access, rows_of_person
from cic_portal.personal_data.models import AccessRecord, personal_models

NO_STORE = "private, no-store"
NOT_A_CONTACT = _s("Write a whole e-mail address or phone number.")


class ContactForm(forms.Form):
    use_required_attribute = False

    contact = forms.CharField(
        label=_s("E-mail or phone"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )

    def clean_contact(self):
        contact = self.cleaned_data["contact"]
        if not any(contact_parts(contact)):
            raise forms.ValidationError(NOT_A_CONTACT)
        return contact


class PersonPage(View):
    """One address, four buttons: find, export, erase, and erase for sure."""

    model_admin = None
    template = "admin/personal_data/accessrecord/person.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("personal_data.handle_person"):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = NO_STORE
        return response

    @cached_property
    def now(self):
        return timezone.now()

    def get(self, request):
        return self.page(form=ContactForm())

    def post(self, request):
        form = ContactForm(request.POST)
        if not form.is_valid():
            return self.page(form=form)
        who = {"contact": form.cleaned_data["contact"], "actor": request.user, "now": self.now}
        if "export" in request.POST:
            return self.file(export_person(**who))
        if "erase_for_sure" in request.POST:
            messages.success(request, _s("Erased rows: %(count)s.") % {"count": erase_person(**who)})
            return HttpResponseRedirect(reverse("admin:personal_data_accessrecord_person"))
        return self.found(form)

    def found(self, form):
        rows = rows_of_person(form.cleaned_data["contact"])
        self.record(len(rows))
        counts = Counter(row._meta.label for row in rows)
        kinds = [(model._meta.verbose_name_plural, counts[model._meta.label]) for model in personal_models()]
        return self.page(
            form=form,
            rows=rows,
            kinds=[(name, count) for name, count in kinds if count],
            is_searched=True,
            is_erasing="erase" in self.request.POST,
        )

    def record(self, count):
        record_access(
            actor=self.request.user, action=AccessRecord.Action.LIST, subject="person", now=self.now, count=count
        )

    def page(self, **context):
        admin = self.model_admin
        title = _s("Data of one person")
        return TemplateResponse(
            self.request,
            self.template,
            {**admin.admin_site.each_context(self.request), "opts": admin.opts, "title": title, **context},
        )

    def file(self, rows):
        text = json.dumps(rows, default=str, ensure_ascii=False, indent=2)
        headers = {"Content-Disposition": 'attachment; filename="person.json"'}
        return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
