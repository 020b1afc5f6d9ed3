from django.contrib import admin

from cic_portal.languages import staff_text as _s
from cic_portal.translations.admin import TranslatedAdmin
from contact import models
from contact.forms import WeekFormSet
from services.admin import CONTENT_FILTERS, PUBLICATION


class OpeningHoursInline(admin.TabularInline):
    model = models.OpeningHours
    formset = WeekFormSet
    extra = 0


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


@admin.register(models.Closure)
class ClosureAdmin(TranslatedAdmin):
    words = ("reason",)
    facts = ((_s("Facts"), {"fields": ["centre", ("starts_on", "ends_on")]}),)
    list_display = ["__str__", "centre", "reason_pl", "translations"]
    list_filter = ["centre", "starts_on"]
    list_select_related = ["centre"]
    search_fields = ["reason_pl"]


@admin.register(models.ExtraOpening)
class ExtraOpeningAdmin(TranslatedAdmin):
    words = ("reason",)
    facts = ((_s("Facts"), {"fields": ["centre", "on", ("opens", "closes")]}),)
    list_display = ["__str__", "centre", "reason_pl", "translations"]
    list_filter = ["centre", "on"]
    list_select_related = ["centre"]
    search_fields = ["reason_pl"]
