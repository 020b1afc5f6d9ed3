"""One list for auditors: what happened at the door, and who saw, exported or erased data of people.

Two tables, because they promise different things (a record of access says how many rows of which kind); one page,
because whoever asks what a colleague did asks about both.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django import forms
from django.core.paginator import Paginator
from django.db.models import CharField, Q, Value
from django.utils.functional import cached_property

from cic_portal.accounts.audit.words import details_in_words
from cic_portal.accounts.models import AuditRecord
from cic_portal.desk.fields import DayField
from cic_portal.desk.forms import DeskForm
from cic_portal.desk.lists import PermanentRowsAdmin
from cic_portal.desk.pages import DeskPage
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.models import AccessRecord

PER_PAGE = 100
DOOR, DATA = "door", "data"
KINDS = [("", _s("everything")), (DOOR, _s("logins and accounts")), (DATA, _s("data of people"))]


class AuditFilterForm(DeskForm):
    kind = forms.ChoiceField(label=_s("About"), choices=KINDS, required=False)
    action = forms.ChoiceField(label=_s("What"), required=False)
    who = forms.CharField(label=_s("User name"), required=False, max_length=150)
    since = DayField(label=_s("From"), required=False)
    through = DayField(label=_s("Through"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = [(KINDS[1][1], AuditRecord.Action.choices), (KINDS[2][1], AccessRecord.Action.choices)]
        self.fields["action"].choices = [("", _s("everything")), *groups]


@dataclass(frozen=True)
class AuditLine:
    """One row of the list, whichever table it is from."""

    at: object
    who: str
    what: str
    about: str
    network: str

    @classmethod
    def of_door(cls, record):
        about = "" if record.subject_name == record.actor_name else record.subject_name
        words = [part for part in (about, details_in_words(record.details)) if part]
        return cls(record.at, record.actor_name, record.get_action_display(), " · ".join(words), record.network)

    @classmethod
    def of_data(cls, record):
        about = f"{record.subject_in_words} {record.object_in_words}".strip()
        return cls(record.at, record.actor_name, record.get_action_display(), f"{about} ({record.count})", "")


def find(chosen, kinds):
    """(kind, moment, key) of all that fits `chosen`, the newest first, from the tables named in `kinds`."""
    asked = [kind for kind in (DOOR, DATA) if kind in kinds and chosen.get("kind") in ("", None, kind)]
    found = [_keys(kind, chosen) for kind in asked] or [AuditRecord.objects.none().values_list("action", "at", "pk")]
    return found[0].union(*found[1:], all=True).order_by("-at") if len(found) > 1 else found[0].order_by("-at", "-pk")


def _keys(kind, chosen):
    model, names = (AuditRecord, ("actor_name", "subject_name")) if kind == DOOR else (AccessRecord, ("actor_name",))
    wanted = {"action": "action", "since": "at__date__gte", "through": "at__date__lte"}
    rows = model.objects.filter(**{lookup: chosen[name] for name, lookup in wanted.items() if chosen.get(name)})
    if who := chosen.get("who"):
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__iexact": who}) for name in names)))
    return rows.order_by().annotate(kind=Value(kind, CharField())).values_list("kind", "at", "pk")


def lines(page):
    """What `find` found as AuditLines, with one query for each table."""
    keys = {kind: [key for one, _at, key in page if one == kind] for kind in (DOOR, DATA)}
    door = AuditRecord.objects.in_bulk(keys[DOOR])
    data = AccessRecord.objects.in_bulk(keys[DATA])
    return [AuditLine.of_door(door[key]) if kind == DOOR else AuditLine.of_data(data[key]) for kind, _at, key in page]


class AuditRecordAdmin(PermanentRowsAdmin):
    """Read by whoever may see either kind; written by the portal alone."""

    def has_module_permission(self, request):
        return bool(self.kinds(request))

    def has_view_permission(self, request, obj=None):
        return bool(self.kinds(request)) if obj is None else DOOR in self.kinds(request)

    def kinds(self, request):
        rights = {DOOR: "accounts.view_auditrecord", DATA: "personal_data.view_accessrecord"}
        return {kind for kind, right in rights.items() if request.user.has_perm(right)}

    def changelist_view(self, request, extra_context=None):
        return AuditPage.as_view(model_admin=self)(request)


class AuditPage(DeskPage):
    template_name = "admin/account/audit.html"
    area = "account"

    @cached_property
    def kinds(self):
        return self.model_admin.kinds(self.request)

    def may_open(self):
        return bool(self.kinds)

    def list_crumbs(self):
        return []  # it is the list itself

    def get(self, request):
        form = AuditFilterForm({"kind": "", **request.GET.dict()})
        found = find(form.cleaned_data if form.is_valid() else {}, self.kinds if form.is_valid() else ())
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        title = AuditRecord._meta.verbose_name_plural.capitalize()
        return self.page(title=title, form=form, page=page, lines=lines(list(page)), query=query.urlencode())
