from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError
from django.urls import path
from django.utils import timezone

from cic_portal.desk.filters import StatusFilter, by_column
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.admin import PersonalDataAdmin
from cic_portal.personal_data.visible_rows import VisibleRows
from contact.appointments.actions import correct_appointment, lock_advisers, mark_called, save_absences
from contact.appointments.closing import told_of
from contact.appointments.desk import start_and_end
from contact.appointments.desk_forms import (
    AbsenceForm,
    AdviserForm,
    AvailabilityForm,
    AvailabilityFormSet,
)
from contact.appointments.desk_pages import AppointmentsDay, AppointmentsWeek
from contact.appointments.models import Absence, Adviser, Appointment, Availability
from contact.frame import load_frame
from contact.hours import Timetable

Status = Appointment.Status
DESK_STATES = {
    Status.BOOKED: _s("booked"),
    Status.CANCELLED: _s("cancelled"),
    Status.ATTENDED: _s("came"),
    Status.NO_SHOW: _s("did not come"),
}


class AppointmentStateFilter(StatusFilter):
    options = by_column("status", DESK_STATES.items())


class AvailabilityInline(admin.StackedInline):
    model = Availability
    form = AvailabilityForm
    formset = AvailabilityFormSet
    extra = 0
    fields = [("weekday", "opens", "closes", "slot_minutes"), ("valid_from", "valid_through"), "offer", "languages"]


class AbsenceInline(admin.StackedInline):
    model = Absence
    form = AbsenceForm
    extra = 0

    def get_fields(self, request, obj=None):
        """Days and times apart are for typing; who only looks sees what is kept."""
        typed = ("first_day", "from_time", "last_day", "until_time")
        return [typed if self.has_change_permission(request, obj) else ("starts_at", "ends_at")]


@admin.register(Adviser)
class AdviserAdmin(VisibleRows):
    form = AdviserForm
    fields = ["desk_name", "public_name", "role", "offers", "languages", "user", "is_active", "position"]
    inlines = [AvailabilityInline, AbsenceInline]
    list_display = ["desk_name", "public_name", "role", "is_active", "is_example", "position"]
    list_filter = ["is_active", "role"]
    search_fields = ["desk_name", "public_name"]

    def save_model(self, request, obj, form, change):
        lock_advisers()
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        write = partial(super().save_formset, request, form, formset, change)
        if formset.model is not Absence or not formset.has_changed():
            return write()
        for one in told_of(save_absences(write=write, now=timezone.now())):
            messages.warning(request, one.for_user(request.user))
        return None

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        outside = outside_of_opening_hours(form.instance)
        if outside:
            lines = ", ".join(str(availability) for availability in outside)
            sentence = _s("The Centre is closed in part of these hours, and nobody can book that part: %(hours)s")
            messages.warning(request, sentence % {"hours": lines})


def outside_of_opening_hours(adviser):
    """The hours of `adviser` that reach beyond those of the usual week of the Centre."""
    week = Timetable(tuple(load_frame().rows)).week
    spans = {number: days.spans for days in week for number in range(days.first, days.last + 1)}
    return [
        row
        for row in adviser.availabilities.all()
        if not any(span.opens <= row.opens and row.closes <= span.closes for span in spans[row.weekday])
    ]


class AppointmentList(ChangeList):
    """Answers a filter that no database understands, such as a year of thirty digits, like any other wrong one."""

    def get_results(self, request):
        try:
            super().get_results(request)
        except (ValueError, OverflowError, DataError) as error:
            raise IncorrectLookupParameters from error


@admin.register(Appointment)
class AppointmentAdmin(PersonalDataAdmin):
    """A list to search in, and the pages on which one works: the day and the week.

    Times and states change there alone, so that nobody is moved or cancelled without a letter.
    """

    change_list_template = "admin/appointments.html"
    list_display = ["when", "adviser", "offer", "name", "phone", "email", "state", "must_be_called"]
    list_filter = ["must_be_called", AppointmentStateFilter, "ended", "adviser", "offer", "source", "starts_at"]
    list_select_related = ["adviser", "offer"]
    private_search_fields = ["reference", "name", "email", "phone"]
    actions = ["called"]
    ordering = ["-starts_at"]
    own = ["name", "email", "phone", "language", "must_be_called"]
    fixed = [
        "reference",
        "when",
        "adviser",
        "offer",
        "state",
        "ended",
        "needs_in_words",
        "note",
        "source",
        "created_at",
    ]
    fields = [*fixed, *own]
    readonly_fields = fixed

    @admin.display(description=_s("when"), ordering="starts_at")
    def when(self, appointment):
        return start_and_end(appointment)

    @admin.display(description=_s("state"), ordering="status")
    def state(self, appointment):
        return DESK_STATES[appointment.status]

    @admin.display(description=_s("needs"))
    def needs_in_words(self, appointment):
        return ", ".join(str(need) for need in appointment.chosen_needs) or "–"

    @admin.action(description=_s("These people have been called"), permissions=["change"])
    def called(self, request, queryset):
        count = mark_called(appointments=queryset, now=timezone.now())
        self.message_user(request, _s("Noted as called: %(count)s") % {"count": count}, messages.SUCCESS)

    def has_add_permission(self, request):
        """Appointments begin at a free time of the day page; `may_book` says who may do that."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Who is expected is told: an appointment is cancelled on the day page, a person erased on their own."""
        return False

    def save_model(self, request, obj, form, change):
        correct_appointment(appointment=obj, columns=form.changed_data)

    def may_book(self, request):
        return super().has_add_permission(request)

    def get_changelist(self, request, **kwargs):
        return AppointmentList

    def get_urls(self):
        day, week = (
            self.admin_site.admin_view(page.as_view(model_admin=self)) for page in (AppointmentsDay, AppointmentsWeek)
        )
        return [
            path("day/", day, name="appointments_appointment_day"),
            path("week/", week, name="appointments_appointment_week"),
            *super().get_urls(),
        ]
