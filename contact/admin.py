from functools import partial

from django.contrib import admin, messages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from cic_portal.desk.filters import ChoiceFilter
from cic_portal.editing.admin import SafeInline
from cic_portal.languages import staff_text as _s
from cic_portal.translations.admin import TranslatedAdmin
from contact import models
from contact.forms import WeekFormSet
from services.admin import CONTENT_FILTERS, PUBLICATION


class OpeningHoursInline(SafeInline, admin.StackedInline):
    model = models.OpeningHours
    formset = WeekFormSet
    extra = 0
    fields = [("weekday", "opens", "closes")]


@admin.register(models.Centre)
class CentreAdmin(TranslatedAdmin):
    words = ("name", "note", "way_description")
    facts = (
        (
            _s("Facts"),
            {
                "fields": [
                    "slug",
                    "city",
                    "street",
                    ("latitude", "longitude"),
                    "phone",
                    "email",
                    "is_home",
                    "position",
                ]
            },
        ),
        PUBLICATION,
    )
    inlines = [OpeningHoursInline]
    list_display = ["__str__", "phone", "email", "is_home", "assured_on", "translations"]
    list_filter = CONTENT_FILTERS
    search_fields = ["name_pl", "city", "street"]


class HoursOfDatesAdmin(TranslatedAdmin):
    """Hours that call off appointments: contact.appointments does it after the commit, and staff learn of it here."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self.tell_of_appointments_soon(request, obj)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self.tell_of_appointments_soon(request, obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)
        self.tell_of_return(request)

    def tell_of_appointments_soon(self, request, obj):
        # Behind what the signal has put there, and still before the answer leaves.
        transaction.on_commit(partial(self.tell_of_appointments, request, obj), robust=True)

    def tell_of_appointments(self, request, obj):
        if told := getattr(obj, "told_of_lessons", 0):
            words = _s("Lessons are cancelled on these days. People told or to be called: %(count)s") % {"count": told}
            self.warn(request, words, "enrolments", "enrolment", "call=yes")
        called_off = getattr(obj, "called_off", ())
        if not called_off:
            return
        self.message_user(
            request, _s("Appointments cancelled: %(count)s") % {"count": len(called_off)}, messages.WARNING
        )
        if to_call := sum(not appointment.email for appointment in called_off):
            words = _s("People without an e-mail who must be called: %(count)s") % {"count": to_call}
            self.warn(request, words, "appointments", "appointment", "must_be_called__exact=1")

    def warn(self, request, words, app, model, query):
        """With a link to the list, for who may open it."""
        address = f"{reverse(f'admin:{app}_{model}_changelist')}?{query}"
        if request.user.has_perm(f"{app}.view_{model}"):
            words = format_html('<a href="{}">{}</a>', address, words)
        self.message_user(request, words, messages.WARNING)


class SoonFilter(ChoiceFilter):
    title = _s("when")
    parameter_name = "when"
    options = {"soon": (_s("in the next two weeks"), lambda rows, request: rows.soon(timezone.localdate()))}


@admin.register(models.Closure)
class ClosureAdmin(HoursOfDatesAdmin):
    words = ("reason",)
    facts = ((_s("Facts"), {"fields": ["centre", ("starts_on", "ends_on")]}),)
    list_display = ["__str__", "centre", "reason_pl", "translations"]
    list_filter = [SoonFilter, "centre", "starts_on"]
    list_select_related = ["centre"]
    search_fields = ["reason_pl"]


@admin.register(models.ExtraOpening)
class ExtraOpeningAdmin(HoursOfDatesAdmin):
    words = ("reason",)
    facts = ((_s("Facts"), {"fields": ["centre", "on", ("opens", "closes")]}),)
    list_display = ["__str__", "centre", "reason_pl", "translations"]
    list_filter = ["centre", "on"]
    list_select_related = ["centre"]
    search_fields = ["reason_pl"]
