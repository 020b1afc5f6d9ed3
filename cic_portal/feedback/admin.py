from django.contrib import admin
from django.db.models import Q

from cic_portal.desk.lists import ReadOnlyAdmin
from cic_portal.feedback.models import Rating, TranslationWish


@admin.register(Rating)
class RatingAdmin(ReadOnlyAdmin):
    change_list_template = "admin/ratings.html"
    list_display = ["__str__", "is_helpful", "comment", "rated_on"]
    list_filter = ["is_helpful", "language", "rated_on"]
    search_fields = ["path", "comment"]
    pages_shown = 30

    def changelist_view(self, request, extra_context=None):
        """The answers, and above them the pages ordered by need."""
        pages = Rating.objects.by_need().filter(~Q(unhelped=0))[: self.pages_shown]
        return super().changelist_view(request, {**(extra_context or {}), "pages_by_need": pages})


@admin.register(TranslationWish)
class TranslationWishAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "language", "count", "last_on"]
    list_filter = ["language"]
    search_fields = ["path"]
