"""What is known of one person: found, given out, erased. The contact travels in the body of the form, never in an address."""

import json
from collections import Counter

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cic_portal.desk.forms import DeskForm
from cic_portal.desk.pages import DeskPage
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.actions import contact_parts, erase_person, export_person, record_access, rows_of_person
from cic_portal.personal_data.models import AccessRecord, personal_models

NO_STORE = "private, no-store"
NOT_A_CONTACT = _s("Write a whole e-mail address or phone number.")


class PersonForm(DeskForm):
    """Whose data: by their whole e-mail address or phone number."""

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


class PersonalDataPage(DeskPage):
    """A page that shows rows about people: it calls `record`. `subject` is the label of their model."""

    subject = ""

    def record(self, action=AccessRecord.Action.LIST, **facts):
        """Note that somebody looked; `facts` are `object_id` and `count` of record_access."""
        record_access(actor=self.request.user, action=action, subject=self.subject, now=self.now, **facts)


class PersonPage(PersonalDataPage):
    """One address, four buttons: find, export, erase, and erase for sure."""

    template_name = "admin/personal_data/accessrecord/person.html"
    title = _s("Data of one person")
    rights = ("personal_data.handle_person",)
    subject = "person"

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = NO_STORE
        return response

    def get(self, request):
        return self.page(form=PersonForm())

    def post(self, request):
        form = PersonForm(request.POST)
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
        self.record(count=len(rows))
        counts = Counter(row._meta.label for row in rows)
        kinds = [(model._meta.verbose_name_plural, counts[model._meta.label]) for model in personal_models()]
        return self.page(
            form=form,
            rows=rows,
            kinds=[(name, count) for name, count in kinds if count],
            is_searched=True,
            is_erasing="erase" in self.request.POST,
        )

    def file(self, rows):
        text = json.dumps(rows, default=str, ensure_ascii=False, indent=2)
        headers = {"Content-Disposition": 'attachment; filename="person.json"'}
        return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
