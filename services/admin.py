from django.contrib import admin
from django.utils import timezone

from cic_portal.desk.filters import ChoiceFilter
from cic_portal.editing.admin import SafeInline
from cic_portal.editing.mentions import pages_that_mention
from cic_portal.languages import staff_text as _s
from cic_portal.markup.mentions import amounts_in, terms_in
from cic_portal.pictures.admin import PicturedAdmin
from cic_portal.translations.admin import OverdueFilter, ScheduleFilter, TranslatedAdmin, TranslatedInline
from services import models
from services.forms import ContentForm, GuideForm, LinksField

PUBLICATION = (_s("Publication"), {"fields": ["status", ("publish_at", "expires_at"), ("assured_on", "review_due_on")]})
CONTENT_FILTERS = ["status", OverdueFilter, ScheduleFilter]


class ContentAdmin(TranslatedAdmin):
    """Anything with words that may name terms and amounts."""

    form = ContentForm


@admin.register(models.Topic)
class TopicAdmin(ContentAdmin):
    facts = ((_s("Facts"), {"fields": ["slug", "icon", "position"]}), PUBLICATION)
    list_display = ["__str__", "position", "status", "translations"]
    list_filter = CONTENT_FILTERS
    search_fields = ["title_pl", "summary_pl", "slug"]


class SectionInline(TranslatedInline):
    model = models.Section
    form = ContentForm
    has_headings = False  # a section has the heading of its kind
    facts = ("kind",)


@admin.register(models.Guide)
class GuideAdmin(PicturedAdmin, ContentAdmin):
    form = GuideForm
    facts = (
        (_s("Facts"), {"fields": ["topic", "slug", "picture", "position", "offices", "see_also", "exit_page"]}),
        (_s("Links"), {"fields": ["official_links", "sources"]}),
        PUBLICATION,
    )
    inlines = [SectionInline]
    filter_horizontal = ["offices", "see_also"]
    list_display = ["__str__", "topic", "status", "review_due_on", "translations"]
    list_filter = ["topic", *CONTENT_FILTERS]
    list_select_related = ["topic"]
    search_fields = ["title_pl", "summary_pl", "keywords_pl", "slug", "sections__body_pl"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("sections")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in ("official_links", "sources"):
            help_text = _s("One link on a line: address | title | language | date. Only https.")
            return LinksField(label=db_field.verbose_name.capitalize(), help_text=help_text, required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class SituationGuideInline(SafeInline, admin.StackedInline):
    model = models.SituationGuide
    extra = 0
    fields = [("guide", "position")]


@admin.register(models.Situation)
class SituationAdmin(ContentAdmin):
    facts = ((_s("Facts"), {"fields": ["slug", "icon", "position"]}), PUBLICATION)
    inlines = [SituationGuideInline]
    list_display = ["__str__", "position", "status", "translations"]
    list_filter = CONTENT_FILTERS
    search_fields = ["title_pl", "summary_pl", "slug"]


@admin.register(models.Office)
class OfficeAdmin(ContentAdmin):
    facts = (
        (_s("Facts"), {"fields": ["name", "slug", "address", "phone", "email", "website", "position"]}),
        PUBLICATION,
    )
    list_display = ["name", "phone", "status", "assured_on", "review_due_on", "translations"]
    list_filter = CONTENT_FILTERS
    search_fields = ["name", "address", "description_pl"]


@admin.register(models.Term)
class TermAdmin(ContentAdmin):
    facts = ((_s("Facts"), {"fields": ["name", "slug"]}), PUBLICATION)
    list_display = ["name", "status", "translations"]
    list_filter = CONTENT_FILTERS
    search_fields = ["name", "meaning_pl", "slug"]

    def still_used(self, obj):
        return pages_that_mention(obj.name, lambda text: obj.name in terms_in(text))


class ExpiredFilter(ChoiceFilter):
    title = _s("validity")
    parameter_name = "validity"
    options = {
        "expired": (_s("may have changed"), lambda rows, request: rows.expired(timezone.localdate())),
        "soon": (_s("ends within 30 days"), lambda rows, request: rows.expiring(timezone.localdate())),
    }


@admin.register(models.Amount)
class AmountAdmin(ContentAdmin):
    facts = (
        (
            _s("Facts"),
            {"fields": ["slug", ("value", "unit"), ("valid_from", "valid_through"), "source_title", "source_url"]},
        ),
        PUBLICATION,
    )
    list_display = ["label_pl", "slug", "value", "unit", "valid_through", "translations"]
    list_filter = [ExpiredFilter, "unit", *CONTENT_FILTERS]
    search_fields = ["slug", "label_pl"]

    def still_used(self, obj):
        return pages_that_mention(obj.slug, lambda text: obj.slug in amounts_in(text))


@admin.register(models.Offer)
class OfferAdmin(PicturedAdmin, ContentAdmin):
    facts = (
        (_s("Facts"), {"fields": ["slug", "icon", "picture", "is_bookable", "is_sensitive", "position"]}),
        PUBLICATION,
    )
    list_display = ["__str__", "is_bookable", "position", "status", "translations"]
    list_filter = ["is_bookable", *CONTENT_FILTERS]
    search_fields = ["title_pl", "summary_pl", "slug"]
