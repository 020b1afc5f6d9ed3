from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from cic_portal import languages
from cic_portal.desk.filters import ChoiceFilter
from cic_portal.desk.pages import admin_url
from cic_portal.languages import staff_text as _s
from cic_portal.pictures.actions import replace_files
from cic_portal.pictures.forms import PictureForm
from cic_portal.pictures.models import Picture
from cic_portal.translations.admin import TranslatedAdmin, edited_language


def thumbnail(picture):
    """The picture, small, for the desk. Its words stand beside it, so it says nothing itself."""
    return format_html(
        '<img class="thumbnail" src="{}" width="{}" height="{}" alt="" loading="lazy">',
        picture.smallest,
        picture.width,
        picture.height,
    )


class PictureSelect(forms.Select):
    """A list of pictures by their words, and beside it the chosen one itself."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = Picture.objects.filter(pk=value).first() if str(value or "").isdecimal() else None
        return format_html("{}{}", super().render(name, value, attrs, renderer), thumbnail(chosen) if chosen else "")


class PicturedAdmin(admin.ModelAdmin):
    """The desk of something `Pictured`; `picture` stands among its facts."""

    class Media:
        css = {"all": ["css/desk-pictures.css"]}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "picture":
            kwargs["widget"] = PictureSelect
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _unused(rows, request):
    return rows.filter(**{f"{use.name}__isnull": True for use in Picture.uses()})


class UnusedFilter(ChoiceFilter):
    title = _s("where it is used")
    parameter_name = "used"
    options = {"no": (_s("nowhere"), _unused)}


@admin.register(Picture)
class PictureAdmin(TranslatedAdmin):
    form = PictureForm
    facts = ((_s("File"), {"fields": ["shown", "upload", "kept", "credit", "where_used"]}),)
    readonly_fields = ["shown", "where_used"]
    list_display = ["with_words", "where_used", "credit", "size", "uploaded_at", "translations"]
    list_filter = [UnusedFilter, "uploaded_at"]
    search_fields = [*(f"alt_{code}" for code in languages.CODES), "credit"]

    class Media:
        css = {"all": ["css/desk-pictures.css"]}

    def get_queryset(self, request):
        accessors = [use.get_accessor_name() for use in Picture.uses()]
        return super().get_queryset(request).prefetch_related(*accessors)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if edited_language(request) != languages.SOURCE:
            for name in ("upload", "kept"):
                form.base_fields.pop(name, None)
        elif obj:
            form.base_fields["upload"].label = _s("Another file instead")
        return form

    def save_model(self, request, obj, form, change):
        if files := form.cleaned_data.get("files"):
            replace_files(picture=obj, files=files, by=request.user, now=timezone.now())
        super().save_model(request, obj, form, change)

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ProtectedError, IntegrityError):
            # Django lists the pages that show it; this one came to show it a moment ago.
            self.message_user(request, _s("Not deleted: a page shows this picture."), messages.ERROR)
            return HttpResponseRedirect(admin_url(Picture, "change", object_id))

    @admin.display(description=_s("picture"))
    def shown(self, obj):
        return thumbnail(obj) if obj.pk else "—"

    @admin.display(description=_s("picture"), ordering="alt_pl")
    def with_words(self, obj):
        return format_html("{}{}", thumbnail(obj), obj)

    @admin.display(description=_s("size"), ordering="width")
    def size(self, obj):
        return f"{obj.width} × {obj.height}"

    @admin.display(description=_s("where it is used"))
    def where_used(self, obj):
        pages = obj.shown_on() if obj.pk else ()
        return (
            format_html_join(
                ", ", '<a href="{}">{}</a>', ((admin_url(page, "change", page.pk), page) for page in pages)
            )
            or "—"
        )
