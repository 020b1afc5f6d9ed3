"""What every admin page of content has: its history, who else has it open, and saves that never overwrite each other."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import transaction
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from cic_portal import languages
from cic_portal.desk.pages import admin_url
from cic_portal.editing import desk
from cic_portal.editing.actions import close_form, note_open_form
from cic_portal.editing.forms import SEEN, safe_form, safe_formset
from cic_portal.editing.library_internals import AnswersForGone
from cic_portal.editing.mentions import linked_from
from cic_portal.editing.models import KEPT
from cic_portal.editing.open_forms import who_else
from cic_portal.editing.recording import one_version
from cic_portal.editing.wholes import WHOLES
from cic_portal.languages import staff_text as _s
from cic_portal.publishing.page_types import page_path
from cic_portal.publishing.preview import preview_address

CAN_COME_BACK = _s("It can be brought back for %(days)s days.")
DELETED_THINGS = _s("Deleted things")


class SafeInline:
    """For an inline whose rows belong to a whole with a history."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form, self.formset = safe_form(self.form), safe_formset(self.formset)

    def get_fields(self, request, obj=None):
        fields = list(super().get_fields(request, obj))
        return fields if SEEN in fields else [*fields, SEEN]


class SafeEditing(AnswersForGone):
    """The model must have a history: that of a page type, or one by `keep_history`."""

    change_form_template = "admin/editing/change_form.html"
    delete_confirmation_template = "admin/editing/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/editing/delete_selected_confirmation.html"

    class Media:
        css = {"all": ["css/desk.css", "css/desk-editing.css"]}
        js = ["js/editing.js"]

    view_on_site = False  # our own links, which know the language and drafts, take its place

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.model not in WHOLES:
            raise ImproperlyConfigured(
                f"{self.model._meta.label} needs a row of page_types, or `keep_history`, in its app's registrations.py."
            )
        self.form = safe_form(self.form)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = {
            "version": ("<path:object_id>/history/<int:number>/", desk.VersionPage),
            "restore": ("<path:object_id>/history/<int:number>/restore/", desk.RestorePage),
            "heartbeat": ("<path:object_id>/open/", desk.Heartbeat),
        }
        own = [
            path(route, self.admin_site.admin_view(view.as_view(model_admin=self)), name=f"{name}_{kind}")
            for kind, (route, view) in pages.items()
        ]
        return own + super().get_urls()

    def edited_language(self, request):
        """The language in which the form shows the object; every form knows one."""
        code = request.GET.get("language")
        return code if code in languages.BY_CODE else languages.SOURCE

    def has_restore_permission(self, request, obj):
        """Restoring writes all languages and facts at once, so whoever may not change the Polish may not do it."""
        return self.has_change_permission(request, obj) and self.edited_language(request) == languages.SOURCE

    def get_object(self, request, object_id, from_field=None):
        """To be saved, the object is locked first: of two people the second waits, then sees what the first has saved."""
        if request.method == "POST" and self._is_change_form(request):
            with suppress(ValidationError):
                WHOLES[self.model].lock(self.opts.pk.to_python(object_id))
        return super().get_object(request, object_id, from_field)

    def _is_change_form(self, request):
        return request.resolver_match.url_name == f"{self.opts.app_label}_{self.opts.model_name}_change"

    def answer_for_gone(self, request, object_id):
        if request.method == "POST" and self._is_change_form(request):
            return desk.GonePage.as_view(model_admin=self)(request, object_id=object_id)
        return None

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and obj.pk and self.has_change_permission(request, obj):
            code, now = self.edited_language(request), timezone.now()
            note_open_form(user=request.user, instance=obj, language=code, now=now)
            context["who_else"] = who_else(user=request.user, instance=obj, now=now)
            context["heartbeat_url"] = f"{admin_url(obj, 'heartbeat', obj.pk)}?language={code}"
        if obj is not None and "preview_url" not in context and page_path(obj):
            # No form of one language: the page is offered in each.
            context["previews"] = [(language, preview_address(obj, language.code)) for language in languages.LANGUAGES]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        close_form(user=request.user, instance=form.instance, language=self.edited_language(request))

    def history_view(self, request, object_id, extra_context=None):
        return desk.HistoryPage.as_view(model_admin=self)(request, object_id=object_id)

    def still_used(self, obj):
        """What keeps `obj` from being deleted, as safe HTML: pages whose texts name it."""
        return []

    def get_deleted_objects(self, objs, request):
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        used = [use for obj in objs for use in self.still_used(obj)]
        return without_relations(to_delete, self.model), counts, perms_needed, [*protected, *used]

    def delete_view(self, request, object_id, extra_context=None):
        found = self.get_object(request, unquote(object_id)) if request.method == "GET" else None
        links = linked_from(found) if found else []
        return super().delete_view(request, object_id, {**(extra_context or {}), "linked_from": links})

    def delete_model(self, request, obj):
        with one_version(by=request.user):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with transaction.atomic(), one_version(by=request.user):
            super().delete_queryset(request, queryset)
        self.tell_of_return(request)

    def response_delete(self, request, obj_display, obj_id):
        self.tell_of_return(request)
        return super().response_delete(request, obj_display, obj_id)

    def tell_of_return(self, request):
        words = CAN_COME_BACK % {"days": KEPT.days}
        link = format_html('{} <a href="{}">{}</a>', words, reverse("admin:deleted"), DELETED_THINGS)
        self.message_user(request, link, messages.INFO)


def without_relations(lines, model):
    """The nested lines of what is deleted, without rows of relations: `linked_from` says in words what they tell."""
    throughs = [
        relation.related_model.__name__
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.is_relation
        and relation.auto_created
        and getattr(relation.related_model._meta, "auto_created", None)
    ]

    def kept(items):
        for item in items:
            if isinstance(item, list):
                if inner := list(kept(item)):
                    yield inner
            elif not any(f": {name} object (" in item for name in throughs):
                yield item

    return list(kept(lines))
