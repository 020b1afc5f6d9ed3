"""The page of one message at the desk: read, answered, handed on, closed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property

from cic_portal.desk.changes import ChangedMeanwhile
from cic_portal.desk.pages import DeskObjectPage, admin_url
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.desk import PersonalDataPage
from cic_portal.personal_data.models import AccessRecord
from contact.correspondence.desk import FORMS, offered, prepared
from contact.correspondence.models import AnswerTemplate, Message


class InboxMessagePage(DeskObjectPage, PersonalDataPage):
    """A message and its buttons; each sends the revision that was seen, so nobody acts on what a colleague has changed."""

    template_name = "admin/correspondence/message.html"
    subject = Message._meta.label

    @cached_property
    def object(self):
        try:
            return self.model_admin.get_object(self.request, self.kwargs["object_id"])
        except Http404:
            return None

    def missing(self):
        """A colleague has it now, so it is not shown; what was typed about it is not lost."""
        title, typed = _s("This message is not here"), self.request.POST.get("text", "")
        return self.page("admin/correspondence/taken.html", title=title, typed=typed, status=404)

    def get(self, request, **kwargs):
        return self.shown(self.object)

    def post(self, request, **kwargs):
        """What the button asked for; the page again, with what was typed, when it could not be."""
        message = self.object
        if not self.model_admin.has_change_permission(request, message):
            raise PermissionDenied
        if (form_class := FORMS.get(request.POST.get("verb"))) is None:
            return HttpResponseRedirect(request.path)
        form = form_class(request.POST, message=message)
        try:
            if form.is_valid():
                form.do(request.user)
                messages.success(request, form.done)
                return self.back()
        except ChangedMeanwhile as late:
            message = late.current
            if not self.is_visible():
                return self.missing()
        is_late = request.POST.get("revision") != str(message.revision)
        return self.shown(message, form, is_late=is_late, status=409 if is_late else 422)

    def is_visible(self):
        return self.model_admin.get_queryset(self.request).filter(pk=self.object.pk).exists()

    def back(self):
        """To the message, or to the inbox when it has just been handed to somebody who alone sees it."""
        return HttpResponseRedirect(self.request.path if self.is_visible() else admin_url(Message, "changelist"))

    def shown(self, message, sent_form=None, *, is_late=False, status=200):
        self.record(AccessRecord.Action.VIEW, object_id=message.pk)
        begun, is_polish_instead = prepared(message, self.request.GET.get("template", ""))
        verbs = offered(message) if self.model_admin.has_change_permission(self.request, message) else []
        forms = {verb: FORMS[verb](message=message) for verb in verbs}
        if "answer" in forms:
            forms["answer"].initial = begun
        if sent_form:
            forms[sent_form.verb()] = sent_form
        return self.page(
            title=str(message),
            status=status,
            message=message,
            forms=forms,
            can_be_assigned="start" in forms or "assign" in forms,
            sent_form=sent_form,
            is_late=is_late,
            is_polish_instead=is_polish_instead,
            templates=AnswerTemplate.objects.all() if "answer" in forms else (),
            replies=message.replies.select_related("by", "letter"),
            notes=message.notes.select_related("author"),
            can_delete=self.model_admin.has_delete_permission(self.request, message),
        )
