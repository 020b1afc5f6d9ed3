"""The day and the week of the advisers at the desk: pages on which appointments are made, moved, marked and cancelled."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode

from cic_portal.bookings.kinds import TimeTaken
from cic_portal.desk.pages import DeskCrumb
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.desk import PersonalDataPage
from contact.appointments.actions import book_at_desk, cancel, mark, mark_called, move_at_desk
from contact.appointments.desk import adviser_days, start_and_end, week_of
from contact.appointments.desk_forms import ChosenDayForm, WalkInForm
from contact.appointments.models import Adviser, Appointment
from contact.appointments.slots import read_value

Status = Appointment.Status
# Not inside an f-string, where the catalogs do not find them.
LETTER_LEAVES = _s("A letter is on its way.")
PLEASE_CALL = _s("There is no e-mail: please call this person.")
LONGEST_NUMBER = 18  # digits: what every database takes for a key
MARKS = {"attended": Status.ATTENDED, "no_show": Status.NO_SHOW, "booked": Status.BOOKED}


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


class CalendarPage(PersonalDataPage):
    """`step` is how far it is to the page before and the page after."""

    title = _s("Appointments")
    subject = Appointment._meta.label
    step = timedelta(days=1)

    def may_open(self):
        return self.model_admin.has_view_permission(self.request)

    @property
    def may_change(self):
        return self.model_admin.has_change_permission(self.request)

    @cached_property
    def chosen(self):
        return ChosenDayForm(self.request.GET, user=self.request.user)

    def calendar(self, first, *, status=200, **context):
        """The page of the days from `first` on."""
        user, adviser = self.request.user, self.chosen.value("adviser")
        days = adviser_days(first=first, days=self.step.days, advisers=self.chosen.advisers())
        self.record(count=sum(len(one.appointments) for _day, advisers in days for one in advisers))
        return self.page(
            status=status,
            chosen=ChosenDayForm(initial={"on": first, "adviser": adviser}, user=user),
            day_shown=day_query(first, adviser, context.get("moving")),
            days=days,
            first=first,
            before=first - self.step,
            after=first + self.step,
            may_change=self.may_change,
            may_book=self.model_admin.may_book(self.request),
            to_call=Appointment.objects.visible_to(user).filter(must_be_called=True).count(),
            **context,
        )


class AppointmentsWeek(CalendarPage):
    template_name = "admin/appointments_week.html"
    step = timedelta(days=7)

    def crumbs(self, title):
        return [*self.list_crumbs(), DeskCrumb(_s("Week"))]

    def get(self, request):
        return self.calendar(week_of(self.chosen.value("on") or self.today))


class AppointmentsDay(CalendarPage):
    template_name = "admin/appointments_day.html"

    def crumbs(self, title):
        week = f"{reverse('admin:appointments_appointment_week')}?{self.asked}"
        return [*self.list_crumbs(), DeskCrumb(_s("Week"), week), DeskCrumb(_s("Day"))]

    def get(self, request):
        return self.shown(WalkInForm(initial={"source": "phone"}))

    def shown(self, walk_in, status=200):
        moving = self.chosen.value("moving") if self.may_change else None
        return self.calendar(self.chosen.value("on") or self.today, status=status, walk_in=walk_in, moving=moving)

    def post(self, request):
        """What the button asked for."""
        verb = request.POST.get("verb", "")
        if verb == "book":
            return self.book()
        if not self.may_change:
            raise PermissionDenied
        appointment = appointment_or_404(request.POST.get("appointment", ""), request.user)
        if verb in MARKS:
            mark(appointment=appointment, status=MARKS[verb], now=self.now)
        elif verb == "cancel":
            cancel(appointment=appointment, ended=Appointment.Ended.BY_CENTRE, now=self.now)
            self.say_who_is_told(appointment, _s("Cancelled."))
        elif verb == "called":
            mark_called(appointments=Appointment.objects.filter(pk=appointment.pk), now=self.now)
        elif verb == "move":
            return self.move(appointment)
        return self.back()

    def book(self):
        if not self.model_admin.may_book(self.request):
            raise PermissionDenied
        form = WalkInForm(self.request.POST)
        if not form.is_valid():
            return self.shown(form, status=422)
        refuse_foreign_calendar(form.cleaned_data["slot"], self.request.user)
        try:
            appointment = book_at_desk(
                offer=form.cleaned_data["offer"],
                slot=form.cleaned_data["slot"],
                visitor=form.visitor(),
                source=form.cleaned_data["source"],
                now=self.now,
            )
        except TimeTaken:
            form.add_error(None, _s("This time is no longer free."))
            return self.shown(form, status=409)
        sentence = _s("Booked: %(when)s. Reference: %(reference)s")
        said = sentence % {"when": start_and_end(appointment), "reference": appointment.reference}
        messages.success(self.request, f"{said}. {LETTER_LEAVES}" if appointment.email else said)
        return self.back()

    def move(self, appointment):
        try:
            slot = read_value(self.request.POST.get("slot", ""))
            refuse_foreign_calendar(slot, self.request.user)
            moved = move_at_desk(appointment=appointment, slot=slot, now=self.now)
        except (TimeTaken, ValueError):
            messages.error(self.request, _s("This time is no longer free."))
            return redirect(self.request.get_full_path())
        self.say_who_is_told(moved, _s("Moved."))
        return self.back()

    def say_who_is_told(self, appointment, done):
        if appointment.email:
            messages.success(self.request, f"{done} {LETTER_LEAVES}")
        else:
            messages.warning(self.request, f"{done} {PLEASE_CALL}")

    def back(self):
        return redirect(f"{reverse('admin:appointments_appointment_day')}?{self.asked}")

    @property
    def asked(self):
        """The day and the adviser as the URL of this page names them."""
        return urlencode({name: self.request.GET[name] for name in ("on", "adviser") if self.request.GET.get(name)})
