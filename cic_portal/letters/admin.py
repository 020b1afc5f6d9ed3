from django.contrib import admin, messages
from django.utils import timezone

from cic_portal.desk.lists import ReadOnlyAdmin
from cic_portal.languages import staff_text as _s
from cic_portal.letters.actions import retry_letters
from cic_portal.letters.models import Letter
from cic_portal.personal_data.admin import PersonalDataAdmin


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin, PersonalDataAdmin):
    """Letters are read here and sent again, never written or changed."""

    list_display = ["kind", "recipient", "language", "state", "attempts", "created_at", "error"]
    list_filter = ["state", "kind", "language"]
    private_search_fields = ["recipient"]
    actions = ["send_again"]
    fields = [
        "kind",
        "recipient",
        "language",
        "subject",
        "words",
        "state",
        "attempts",
        "error",
        "created_at",
        "sent_at",
    ]

    @admin.display(description=_s("text"))
    def words(self, letter):
        return _s("Only the recipient may read this letter.") if letter.is_confidential else letter.text

    def lookup_allowed(self, lookup, value, request):
        """By the filters of the list alone: whoever could filter by the words would learn a confidential link bit by bit."""
        return lookup.partition("__")[0] in self.list_filter and super().lookup_allowed(lookup, value, request)

    def has_send_permission(self, request):
        return request.user.has_perm("letters.send_letter")

    @admin.action(description=_s("Send failed letters again"), permissions=["send"])
    def send_again(self, request, queryset):
        count = retry_letters(letters=queryset, now=timezone.now())
        self.message_user(
            request, _s("Letters that will be sent again: %(count)s") % {"count": count}, messages.SUCCESS
        )
