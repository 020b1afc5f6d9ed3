import re
from functools import reduce
from operator import or_

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from cic_portal.desk.filters import ChoiceFilter
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.admin import PersonalDataAdmin
from cic_portal.personal_data.models import AccessRecord
from cic_portal.translations.admin import TranslatedAdmin
from contact.correspondence.actions import ChangedMeanwhile
from contact.correspondence.desk import FORMS, offered, prepared
from contact.correspondence.models import AnswerTemplate, Message


class MineFilter(ChoiceFilter):
    title = _s("whose")
    parameter_name = "whose"
    options = {
        "mine": (_s("mine"), lambda rows, request: rows.filter(assigned_to=request.user)),
        "nobody": (_s("nobody’s"), lambda rows, request: rows.filter(assigned_to=None)),
    }


@admin.register(Message)
class MessageAdmin(PersonalDataAdmin):
    """The inbox. A message is read and answered on its own page, never edited."""

    list_display = ["created_at", "state", "kind", "language", "words", "assigned_to"]
    list_display_links = ["created_at", "words"]
    list_filter = ["state", "kind", "language", MineFilter]
    list_select_related = ["assigned_to"]
    list_per_page = 50
    private_search_fields = ["name", "email", "phone_digits", "text"]
    page_template = "admin/correspondence/message.html"

    def has_add_permission(self, request):
        return False

    @admin.display(description=_s("first words"))
    def words(self, obj):
        words = obj.first_words() or ", ".join(map(str, obj.times_in_words())) or "—"
        return format_html('<bdi dir="auto">{}</bdi>', words)

    def private_search(self, queryset, words):
        """By pattern: SQLite's own search knows no capital letters beyond ASCII."""
        # As text: the field would read the pattern as a phone number.
        queryset = queryset.annotate(phone_digits=Cast("phone", CharField()))
        for word in words:
            pattern = re.escape(word)
            places = [Q(**{f"{column}__iregex": pattern}) for column in self.private_search_fields]
            queryset = queryset.filter(reduce(or_, places))
        return queryset

    def change_view(self, request, object_id, form_url="", extra_context=None):
        try:
            message = self.get_object(request, object_id)
        except Http404:
            return self._taken(request, request.POST.get("text", ""))
        if request.method != "POST":
            return self._page(request, message)
        if not self.has_change_permission(request, message):
            raise PermissionDenied
        return self._do(request, message)

    def _do(self, request, message):
        """What the button asked for; the page again, with what was typed, when it could not be."""
        if (form_class := FORMS.get(request.POST.get("verb"))) is None:
            return HttpResponseRedirect(request.path)
        form = form_class(request.POST, message=message)
        try:
            if form.is_valid():
                form.do(request.user)
                self.message_user(request, form.done, messages.SUCCESS)
                return self._back(request, message)
        except ChangedMeanwhile as late:
            message = late.message
            if not self._is_visible(request, message):
                return self._taken(request, form.data.get("text", ""))
        is_late = request.POST.get("revision") != str(message.revision)
        return self._page(request, message, form, is_late=is_late, status=409 if is_late else 422)

    def _is_visible(self, request, message):
        return self.get_queryset(request).filter(pk=message.pk).exists()

    def _back(self, request, message):
        """To the message, or to the inbox when it has just been handed to somebody who alone sees it."""
        inbox = reverse("admin:correspondence_message_changelist")
        return HttpResponseRedirect(request.path if self._is_visible(request, message) else inbox)

    def _taken(self, request, typed):
        """A colleague has it now, so it is not shown; what was typed about it is not lost."""
        context = {
            **self.admin_site.each_context(request),
            "title": _s("This message is not here"),
            "opts": self.opts,
            "typed": typed,
        }
        return TemplateResponse(request, "admin/correspondence/taken.html", context, status=404)

    def _page(self, request, message, sent_form=None, *, is_late=False, status=200):
        self.record(request, AccessRecord.Action.VIEW, object_id=message.pk)
        begun, is_polish_instead = prepared(message, request.GET.get("template", ""))
        verbs = offered(message) if self.has_change_permission(request, message) else []
        forms = {verb: FORMS[verb](message=message) for verb in verbs}
        if "answer" in forms:
            forms["answer"].initial = begun
        if sent_form:
            forms[sent_form.verb()] = sent_form
        context = {
            **self.admin_site.each_context(request),
            "title": str(message),
            "opts": self.opts,
            "message": message,
            "forms": forms,
            "can_be_assigned": "start" in forms or "assign" in forms,
            "sent_form": sent_form,
            "is_late": is_late,
            "is_polish_instead": is_polish_instead,
            "templates": AnswerTemplate.objects.all() if "answer" in forms else (),
            "replies": message.replies.select_related("by", "letter"),
            "notes": message.notes.select_related("author"),
            "can_delete": self.has_delete_permission(request, message),
            "media": self.media,
        }
        return TemplateResponse(request, self.page_template, context, status=status)


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(TranslatedAdmin):
    facts = ((_s("Facts"), {"fields": ["position"]}),)
    list_display = ["__str__", "position", "translations"]
    list_editable = ["position"]
    search_fields = ["title_pl", "body_pl"]
