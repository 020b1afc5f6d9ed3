from datetime import timedelta
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode

from cic_portal.bookings.kinds import TimeTaken
from cic_portal.desk.filters import StatusFilter, by_column
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.admin import PersonalDataAdmin
from cic_portal.personal_data.models import AccessRecord
from cic_portal.personal_data.visible_rows import VisibleRows
from contact.appointments.actions import (
    book_at_desk,
    cancel,
    correct_appointment,
    lock_advisers,
    mark,
    mark_called,
    move_at_desk,
    save_absences,
)
from contact.appointments.closing import told_of
from contact.appointments.desk import adviser_days, week_of
from contact.appointments.desk_forms import (
    AbsenceForm,
    AdviserForm,
    AvailabilityForm,
    AvailabilityFormSet,
    ChosenDayForm,
    WalkInForm,
)
from contact.appointments.models import Absence, Adviser, Appointment, Availability
from contact.appointments.slots import read_value
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


# Not inside an f-string, where the catalogs do not find them.
LETTER_LEAVES = _s("A letter is on its way.")
PLEASE_CALL = _s("There is no e-mail: please call this person.")
LONGEST_NUMBER = 18  # digits: what every database takes for a key
MARKS = {"attended": Status.ATTENDED, "no_show": Status.NO_SHOW, "booked": Status.BOOKED}


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


def appointment_or_404(number, user):
    """The Appointment whose key is written as `number`, if it is the business of `user`.

    Whatever is written, nothing worse than a 404 comes of it.
    """
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        raise Http404
    return get_object_or_404(Appointment.objects.visible_to(user).with_everything(), pk=number)


def refuse_foreign_calendar(slot, user):
    """Raises PermissionDenied when `slot` (see read_value) is of an adviser whose calendar `user` may not open."""
    adviser, _starts_at = slot
    whose = Adviser.objects.filter(pk=adviser)
    if whose.exists() and not whose.visible_to(user).exists():
        raise PermissionDenied


def day_query(first, adviser, moving):
    """What the day shown would be asked for again with, as the links to other days begin with it."""
    asked = {"on": first.isoformat(), "adviser": adviser and adviser.pk, "moving": moving and moving.pk}
    return QueryDict(urlencode({name: value for name, value in asked.items() if value}))


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
        return f"{appointment.local_start:%Y-%m-%d %H:%M}–{appointment.local_end:%H:%M}"

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
        wrap = self.admin_site.admin_view
        return [
            path("day/", wrap(self.day_view), name="appointments_appointment_day"),
            path("week/", wrap(self.week_view), name="appointments_appointment_week"),
            *super().get_urls(),
        ]

    def week_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        chosen = ChosenDayForm(request.GET, user=request.user)
        monday = week_of(chosen.value("on") or timezone.localdate())
        days = adviser_days(first=monday, days=7, advisers=chosen.advisers())
        return self.page(request, "admin/appointments_week.html", chosen, days, monday, timedelta(days=7))

    def day_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.act(request)
        return self.day_page(request, WalkInForm(initial={"source": "phone"}))

    def day_page(self, request, walk_in, status=200):
        chosen = ChosenDayForm(request.GET, user=request.user)
        day = chosen.value("on") or timezone.localdate()
        moving = chosen.value("moving") if self.has_change_permission(request) else None
        days = adviser_days(first=day, days=1, advisers=chosen.advisers())
        context = {"walk_in": walk_in, "moving": moving}
        return self.page(
            request, "admin/appointments_day.html", chosen, days, day, timedelta(days=1), status, **context
        )

    def page(self, request, template, chosen, days, first, step, status=200, **context):
        shown = [appointment for _day, advisers in days for one in advisers for appointment in one.appointments]
        self.record(request, AccessRecord.Action.LIST, count=len(shown))
        chosen = ChosenDayForm(initial={"on": first, "adviser": chosen.value("adviser")}, user=request.user)
        context = {
            **self.admin_site.each_context(request),
            "title": _s("Appointments"),
            "opts": self.opts,
            "chosen": chosen,
            "day_shown": day_query(first, chosen.initial["adviser"], context.get("moving")),
            "days": days,
            "first": first,
            "before": first - step,
            "after": first + step,
            "may_change": self.has_change_permission(request),
            "may_book": self.may_book(request),
            "to_call": Appointment.objects.visible_to(request.user).filter(must_be_called=True).count(),
            **context,
        }
        return TemplateResponse(request, template, context, status=status)

    # --- what the buttons of the day page do ---

    def act(self, request):
        verb = request.POST.get("verb", "")
        if verb == "book":
            return self.book(request)
        if not self.has_change_permission(request):
            raise PermissionDenied
        appointment = appointment_or_404(request.POST.get("appointment", ""), request.user)
        if verb in MARKS:
            mark(appointment=appointment, status=MARKS[verb], now=timezone.now())
        elif verb == "cancel":
            cancel(appointment=appointment, ended=Appointment.Ended.BY_CENTRE, now=timezone.now())
            self.say_who_is_told(request, appointment, _s("Cancelled."))
        elif verb == "called":
            mark_called(appointments=Appointment.objects.filter(pk=appointment.pk), now=timezone.now())
        elif verb == "move":
            return self.move(request, appointment)
        return self.back_to_day(request)

    def book(self, request):
        if not self.may_book(request):
            raise PermissionDenied
        form = WalkInForm(request.POST)
        if not form.is_valid():
            return self.day_page(request, form, status=422)
        refuse_foreign_calendar(form.cleaned_data["slot"], request.user)
        try:
            appointment = book_at_desk(
                offer=form.cleaned_data["offer"],
                slot=form.cleaned_data["slot"],
                visitor=form.visitor(),
                source=form.cleaned_data["source"],
                now=timezone.now(),
            )
        except TimeTaken:
            form.add_error(None, _s("This time is no longer free."))
            return self.day_page(request, form, status=409)
        sentence = _s("Booked: %(when)s. Reference: %(reference)s")
        said = sentence % {"when": self.when(appointment), "reference": appointment.reference}
        messages.success(request, f"{said}. {LETTER_LEAVES}" if appointment.email else said)
        return self.back_to_day(request)

    def move(self, request, appointment):
        try:
            slot = read_value(request.POST.get("slot", ""))
            refuse_foreign_calendar(slot, request.user)
            moved = move_at_desk(appointment=appointment, slot=slot, now=timezone.now())
        except (TimeTaken, ValueError):
            messages.error(request, _s("This time is no longer free."))
            return redirect(request.get_full_path())
        self.say_who_is_told(request, moved, _s("Moved."))
        return self.back_to_day(request)

    def say_who_is_told(self, request, appointment, done):
        if appointment.email:
            messages.success(request, f"{done} {LETTER_LEAVES}")
        else:
            messages.warning(request, f"{done} {PLEASE_CALL}")

    def back_to_day(self, request):
        asked = {name: request.GET[name] for name in ("on", "adviser") if request.GET.get(name)}
        return redirect(f"{reverse('admin:appointments_appointment_day')}?{urlencode(asked)}")
