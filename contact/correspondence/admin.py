import re
from functools import reduce
from operator import or_

from django.contrib import admin
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.html import format_html

from cic_portal.desk.filters import ChoiceFilter
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.admin import PersonalDataAdmin
from cic_portal.translations.admin import TranslatedAdmin
from contact.correspondence.desk_pages import InboxMessagePage
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
        return InboxMessagePage.as_view(model_admin=self)(request, object_id=object_id)


@admin.register(AnswerTemplate)
class AnswerTemplateAdmin(TranslatedAdmin):
    facts = ((_s("Facts"), {"fields": ["position"]}),)
    list_display = ["__str__", "position", "translations"]
    list_editable = ["position"]
    search_fields = ["title_pl", "body_pl"]
