"""How much is translated: everything, one language, and the objects of one kind."""

from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.text import capfirst

from cic_portal import languages
from cic_portal.desk.forms import DeskForm
from cic_portal.languages import staff_text as _s
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations.coverage import UNFINISHED, Counts, board, next_waiting
from cic_portal.translations.desk.pages import TranslationPage, address_of
from cic_portal.translations.models import TextCount, has_text_in

PAGE = 50  # objects in one list

# What a list can be narrowed to: the value in its address, its name, and the states of a text that count.
STATES = {
    "waiting": (_s("missing or outdated"), UNFINISHED),
    "missing": (_s("missing"), (TranslationStatus.MISSING,)),
    "outdated": (_s("outdated"), (TranslationStatus.OUTDATED,)),
    "unreviewed": (_s("not read"), (TranslationStatus.UNREVIEWED,)),
    "current": (_s("read"), (TranslationStatus.CURRENT,)),
    "all": (_s("all"), tuple(TranslationStatus)),
}


class BoardPage(TranslationPage):
    """Every kind in every language."""

    template_name = "admin/translations/board.html"
    title = _s("Translations")

    def get(self, request):
        rows = [row for row in board() if row.label in self.models]
        sums = {code: sum((row.cells[code] for row in rows), Counts()) for code in languages.TARGETS}
        return self.page(
            rows=[(row, [(languages.BY_CODE[code], cell) for code, cell in row.cells.items()]) for row in rows],
            sums=[(languages.BY_CODE[code], counts) for code, counts in sums.items()],
        )


class LanguagePage(TranslationPage):
    """Every kind in one language."""

    template_name = "admin/translations/language.html"

    def get(self, request, code):
        language = self.language
        rows = [(row, row.cells[code]) for row in board() if row.label in self.models]
        following = next_waiting(code, list(self.models)) if self.may_write else None
        return self.page(
            title=language.own_name,
            language=language,
            rows=rows,
            sum=sum((cell for _row, cell in rows), Counts()),
            next_address=address_of(*following, code) if following else "",
            may_write=self.may_write,
        )


class PolishSearchForm(DeskForm):
    q = forms.CharField(
        label=_s("Find in Polish texts"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "lang": languages.SOURCE}),
    )


def list_query(state, words):
    """What the list shown would be asked for again with; the links to its other states and pages begin with it."""
    return QueryDict(urlencode({"state": state} | ({"q": words} if words else {})))


@dataclass(frozen=True)
class ListedObject:
    instance: object
    counts: Counts
    address: str


class ListPage(TranslationPage):
    """The objects of one kind in one language, those with work to do unless the address says otherwise."""

    template_name = "admin/translations/list.html"

    def get(self, request, code, label):
        language, model = self.language, self.model
        form = PolishSearchForm(request.GET)
        state = request.GET.get("state") if request.GET.get("state") in STATES else "waiting"
        rows = self.counted(form.cleaned_data["q"] if form.is_valid() else "")
        listed = rows.in_state(*STATES[state][1]).order_by("owner_pk").values_list("owner_pk", flat=True).distinct()
        page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
        page.object_list = self.objects(list(page.object_list))
        return self.page(
            title=capfirst(model._meta.verbose_name_plural),
            language=language,
            form=form if self.kind_admin.search_fields else None,
            tabs=self.tabs(rows, state),
            state=state,
            shown=list_query(state, form["q"].value() if self.kind_admin.search_fields else ""),
            page_of_objects=page,
            pages=page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
            label=label,
        )

    def counted(self, words):
        rows = TextCount.objects.filter(code=self.language.code, owner_label=self.model._meta.label_lower)
        if words and self.kind_admin.search_fields:
            everything = self.kind_admin.get_queryset(self.request).order_by()
            found, _has_doubles = self.kind_admin.get_search_results(self.request, everything, words)
            rows = rows.filter(owner_pk__in=found.values("pk"))
        return rows

    def tabs(self, rows, state):
        """Name, number of objects and whether it is shown, for each of STATES."""
        numbers = rows.aggregate(
            **{
                f"objects_{name}": Count("owner_pk", distinct=True, filter=has_text_in(*states))
                for name, (_words, states) in STATES.items()
            }
        )
        return [(name, words, numbers[f"objects_{name}"], name == state) for name, (words, _states) in STATES.items()]

    def objects(self, pks):
        counts = TextCount.objects.filter(code=self.language.code, owner_label=self.model._meta.label_lower)
        sums = {row["owner_pk"]: Counts.of(row) for row in counts.filter(owner_pk__in=pks).added_up("owner_pk")}
        instances = self.kind_admin.get_queryset(self.request).prefetch_related(None).in_bulk(pks)
        label, code = self.model._meta.label_lower, self.language.code
        return [ListedObject(instances[pk], sums[pk], address_of(label, pk, code)) for pk in pks if pk in instances]
