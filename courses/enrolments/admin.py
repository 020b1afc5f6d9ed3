from django import forms
from django.contrib import admin, messages
from django.urls import path
from django.utils import timezone

from cic_portal.desk.filters import ChoiceFilter, StatusFilter, by_column
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.admin import PersonalDataAdmin
from cic_portal.personal_data.field_rights import FieldRights
from courses.enrolments.actions.people import change_participant, mark_called, note_enrolment
from courses.enrolments.desk import targets  # noqa: F401 – its lists are registered with ours
from courses.enrolments.desk.report_page import ReportPage
from courses.enrolments.group import STATES
from courses.enrolments.models import Enrolment, Participant
from courses.enrolments.nationalities import countries

SEE_STATISTICS = "enrolments.see_statistics"
OLDEST = 110  # years


class ParticipantForm(forms.ModelForm):
    nationality = forms.ChoiceField(
        label=_s("Nationality"), required=False, help_text=_s("For the report to the funder. May stay empty.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "nationality" in self.fields:
            self.fields["nationality"].choices = [("", "—"), *countries()]

    def clean_birth_year(self):
        year, this_year = self.cleaned_data["birth_year"], timezone.localdate().year
        if year is not None and not this_year - OLDEST <= year <= this_year:
            raise forms.ValidationError(_s("Write the year with four digits, for example 1990."))
        return year

    def clean(self):
        data = super().clean()
        if not self.errors and not data["email"] and not data["phone"] and not self.instance.forgotten_on:
            self.add_error("phone", _s("Write a phone number or an e-mail address."))
        return data


@admin.register(Participant)
class ParticipantAdmin(FieldRights, PersonalDataAdmin):
    """People sign up by the form or at a group's page; here staff correct and complete what is known of them."""

    form = ParticipantForm
    field_rights = {SEE_STATISTICS: ("sex", "birth_year", "nationality")}
    fieldsets = (
        (None, {"fields": ["given_name", "family_name", "email", "phone", "language"]}),
        (_s("For the report to the funder"), {"fields": ["sex", "birth_year", "nationality"]}),
        (_s("Kept data"), {"fields": ["created_at", "forgotten_on"]}),
    )
    readonly_fields = ["created_at", "forgotten_on"]
    list_display = ["__str__", "phone", "email", "language", "created_at", "forgotten_on"]
    list_filter = ["language", "sex", "created_at"]
    private_search_fields = ["given_name", "family_name", "email", "phone"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        """A person is erased on the page of one person: the place is passed on and the report still counts."""
        return False

    def save_model(self, request, obj, form, change):
        change_participant(participant=obj, columns=form.changed_data)


class ToCallFilter(ChoiceFilter):
    title = _s("to be called")
    parameter_name = "call"
    options = {"yes": (_s("yes"), lambda rows, request: rows.to_be_called())}


class EnrolmentStateFilter(StatusFilter):
    options = by_column("status", STATES.items())


class OfferedPlaceFilter(ChoiceFilter):
    title = _s("offered place")
    parameter_name = "offer"
    options = {"lapsing": (_s("lapses within a day"), lambda rows, request: rows.offers_running_out(timezone.now()))}


@admin.register(Enrolment)
class EnrolmentAdmin(FieldRights, PersonalDataAdmin):
    """Read here; places change hands on the page of the group alone. Only the note is written."""

    change_list_template = "admin/enrolments/enrolment/change_list.html"
    field_rights = {SEE_STATISTICS: ("level_reached", "found_helpful")}
    fields = [
        "participant",
        "course_instance",
        "event",
        "state",
        "ended",
        "call_about",
        "reference",
        "queued_at",
        "offer_expires_at",
        "changed_at",
        "needs_in_words",
        "level_reached",
        "found_helpful",
        "note",
    ]
    list_display = ["reference", "participant", "phone", "target", "state", "call_about", "queued_at"]
    actions = ["have_been_called"]
    list_filter = [ToCallFilter, OfferedPlaceFilter, EnrolmentStateFilter, "course_instance__course", "queued_at"]
    list_select_related = ["participant", "course_instance__course", "event"]
    private_search_fields = ["reference", "participant__given_name", "participant__family_name"]

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.fields if name != "note"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        page = ReportPage.as_view(model_admin=self)
        report = [
            path("report/", self.admin_site.admin_view(page), name="enrolments_enrolment_report"),
            path(
                "report.<str:kind>",
                self.admin_site.admin_view(page, cacheable=True),
                name="enrolments_enrolment_report-file",
            ),
        ]
        return [*report, *super().get_urls()]

    def save_model(self, request, obj, form, change):
        note_enrolment(enrolment=obj, note=form.cleaned_data["note"])

    @admin.action(description=_s("They have been called"), permissions=["change"])
    def have_been_called(self, request, queryset):
        count = mark_called(enrolments=queryset)
        self.message_user(request, _s("People marked as called: %(count)s") % {"count": count}, messages.SUCCESS)

    @admin.display(description=_s("state"), ordering="status")
    def state(self, obj):
        return STATES[obj.status]

    @admin.display(description=_s("phone"))
    def phone(self, obj):
        return obj.participant.phone.as_national if obj.participant.phone else ""

    @admin.display(description=_s("needs"))
    def needs_in_words(self, obj):
        return ", ".join(str(need) for need in obj.chosen_needs)

    @admin.display(description=_s("for"))
    def target(self, obj):
        return obj.target
