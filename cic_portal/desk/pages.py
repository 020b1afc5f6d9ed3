"""A page of the desk: who may open it, the frame that the admin puts around it, the way back to its list."""

from dataclasses import dataclass

from django.contrib.admin import site
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.views import View

from cic_portal import languages


@dataclass(frozen=True)
class DeskCrumb:
    """One step of the way to a page; `url` is empty where it leads nowhere, `lang` says a language other than the desk's."""

    title: object
    url: str = ""
    lang: str = ""


def admin_url(model, page, *args, **kwargs):
    """The URL of a page of the admin of `model` (or of one of its rows): `changelist`, `change`, or a name of its own."""
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args, kwargs=kwargs)


def desk_context(request, *, title, crumbs=(), area="", **context):
    """What admin/desk_page.html shows around the content of a page."""
    frame = {"title": title, "crumbs": crumbs, "area": area, "desk_language": languages.active()}
    return {**site.each_context(request), **frame, **context}


class DeskFrame:
    """For a class-based view: its datetime, its way back, and the context of its frame.

    `model_admin` is the admin whose list the page belongs to, if any; `area` names what adds to css/desk.css,
    css/desk-<area>.css, and a class of the body, <area>-page.
    """

    model_admin = None
    title = ""
    area = ""

    @cached_property
    def now(self):
        return timezone.now()

    @cached_property
    def today(self):
        return timezone.localdate(self.now)

    def crumbs(self, title):
        """The DeskCrumbs from the home of the desk to this page, which is called `title`."""
        return [*self.list_crumbs(), DeskCrumb(title)]

    def list_crumbs(self):
        """The list that the page belongs to; a link for who may open it."""
        if self.model_admin is None:
            return []
        model, name = self.model_admin.model, capfirst(self.model_admin.opts.verbose_name_plural)
        is_open = self.model_admin.has_view_or_change_permission(self.request)
        return [DeskCrumb(name, admin_url(model, "changelist") if is_open else "")]

    def frame(self, title=""):
        title = title or self.title
        opts = {"opts": self.model_admin.opts} if self.model_admin else {}
        return desk_context(self.request, title=title, crumbs=self.crumbs(title), area=self.area, now=self.now, **opts)


class DeskPage(DeskFrame, View):
    """Subclasses name `template_name`, `title` and `rights` (`app.right`, all of which are asked for), and answer by `page`."""

    template_name = ""
    rights = ()

    def dispatch(self, request, *args, **kwargs):
        if not self.may_open():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_open(self):
        return self.request.user.has_perms(self.rights)

    def page(self, template_name="", *, title="", status=200, **context):
        context = {**self.frame(title), **context}
        return TemplateResponse(self.request, template_name or self.template_name, context, status=status)


class DeskObjectPage(DeskPage):
    """About the row of `model_admin` that the address names by `object_id`."""

    @cached_property
    def object(self):
        return self.model_admin.get_object(self.request, unquote(self.kwargs["object_id"]))

    def dispatch(self, request, *args, **kwargs):
        if self.object is None and self.may_open():
            return self.missing()
        return super().dispatch(request, *args, **kwargs)

    def missing(self):
        """The answer when there is no such row."""
        admin = self.model_admin
        return admin._get_obj_does_not_exist_redirect(self.request, admin.opts, self.kwargs["object_id"])

    def may_open(self):
        return self.model_admin.has_view_or_change_permission(self.request, self.object)
