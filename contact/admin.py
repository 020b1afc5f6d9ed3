from functools import partial

from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone

from cic_portal.desk.filters import ChoiceFilter
from cic_portal.editing.admin import SafeInline
from cic_portal.languages import staff_text as _s
from cic_portal.translations.admin import TranslatedAdmin
from contact import models
from contact.actions import delete_centre, delete_extra_opening, save_closure, save_extra_opening
from contact.forms import WeekFormSet
from services.admin import CONTENT_FILTERS, PUBLICATION


class OpeningHoursInline(SafeInline, admin.StackedInline):
    model = models.OpeningHours
    formset = WeekFormSet
    extra = 0
    fields = [("weekday", "opens", "closes")]


class HoursAdmin(TranslatedAdmin):
    """Hours of dates: contact.actions writes them and says what that has called off, and staff read it here."""

    def warn(self, request, told):
        """Print a list of contact.closing.Told."""
        for one in told:
            self.message_user(request, one.for_user(request.user), messages.WARNING)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            for obj in queryset:
                self.delete_model(request, obj)
        self.tell_of_return(request)


@admin.register(models.Centre)
class CentreAdmin(HoursAdmin):
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

    def delete_model(self, request, obj):
        write = partial(super().delete_model, request, obj)
        self.warn(request, delete_centre(centre=obj, now=timezone.now(), write=write))


class SoonFilter(ChoiceFilter):
    title = _s("when")
    parameter_name = "when"
    options = {"soon": (_s("in the next two weeks"), lambda rows, request: rows.soon(timezone.localdate()))}


@admin.register(models.Closure)
class ClosureAdmin(HoursAdmin):
    facts = ((_s("Facts"), {"fields": ["centre", ("starts_on", "ends_on")]}),)
    list_display = ["__str__", "centre", "reason_pl", "translations"]
    list_filter = [SoonFilter, "centre", "starts_on"]
    list_select_related = ["centre"]
    search_fields = ["reason_pl"]

    def save_model(self, request, obj, form, change):
        write = partial(super().save_model, request, obj, form, change)
        self.warn(request, save_closure(closure=obj, now=timezone.now(), write=write))


@admin.register(models.ExtraOpening)
class ExtraOpeningAdmin(HoursAdmin):
    facts = ((_s("Facts"), {"fields": ["centre", "on", ("opens", "closes")]}),)
    list_display = ["__str__", "centre", "reason_pl", "translations"]
    list_filter = ["centre", "on"]
    list_select_related = ["centre"]
    search_fields = ["reason_pl"]

    def save_model(self, request, obj, form, change):
        write = partial(super().save_model, request, obj, form, change)
        self.warn(request, save_extra_opening(opening=obj, now=timezone.now(), write=write))

    def delete_model(self, request, obj):
        write = partial(super().delete_model, request, obj)
        self.warn(request, delete_extra_opening(opening=obj, now=timezone.now(), write=write))
