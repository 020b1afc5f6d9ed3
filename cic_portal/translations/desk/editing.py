"""One object beside its Polish text: what changed, which words are fixed, and the fields for the translation."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from cic_portal import languages
from cic_portal.desk.changes import ChangedMeanwhile
from cic_portal.desk.pages import DeskCrumb, admin_url
from cic_portal.languages import staff_text as _s
from cic_portal.texts.differences import changed_words
from cic_portal.texts.models import SourceText
from cic_portal.texts.status import TranslationStatus, worst
from cic_portal.translations.actions import save_units
from cic_portal.translations.coverage import next_waiting, waiting
from cic_portal.translations.desk.forms import UnitsForm
from cic_portal.translations.desk.pages import PK_DIGITS, TranslationPage, address_of
from cic_portal.translations.glossary import entries_for, marked, mentioned
from cic_portal.translations.machine.pages import machine_button
from cic_portal.translations.units import Unit, signs_of, units_of

NOT_YOURS = _s("You may not save translations into this language. What you typed is still here; nothing was saved.")


@dataclass
class UnitRow:
    """One Unit on the page. `changes` are pieces of changed_words; None when the older Polish text is not known."""

    unit: Unit
    field: object
    source: str
    words: list
    changes: list | None
    shown: str
    theirs: str = ""

    @property
    def is_outdated(self):
        return self.unit.status == TranslationStatus.OUTDATED

    @property
    def lacks_older_text(self):
        return self.changes is None


class TranslateObjectPage(TranslationPage):
    template_name = "admin/translations/object.html"

    @cached_property
    def object(self):
        model, pk = self.model, self.kwargs["pk"]
        if not (pk.isascii() and pk.isdigit() and len(pk) <= PK_DIGITS):
            raise Http404("No such number")
        found = self.kind_admin.get_queryset(self.request).filter(pk=pk).first()
        if found is None:
            raise Http404(f"No such {model._meta.model_name}")
        return found

    def crumbs(self, title):
        code, label = self.language.code, self.model._meta.label_lower
        *steps, kind = super().crumbs(title)
        steps.append(DeskCrumb(kind.title, reverse("admin:translations_list", args=[code, label])))
        return [*steps, DeskCrumb(self.object, lang=languages.SOURCE)]

    @cached_property
    def units(self):
        return units_of(self.object, self.language.code)

    @cached_property
    def following(self):
        """Label and primary key of what waits next in this language."""
        if not self.may_write:
            return None
        label, code = self.model._meta.label_lower, self.language.code
        return next_waiting(code, list(self.models), after=(label, self.object.pk))

    def get(self, request, **kwargs):
        return self.object_page(UnitsForm(units=self.units, is_read_only=not self.may_write))

    def post(self, request, **kwargs):
        form = UnitsForm(request.POST, units=self.units, is_read_only=not self.may_write)
        if not self.may_write:
            return self.object_page(form, refusal=NOT_YOURS, status=403)
        if not form.is_valid():
            return self.object_page(form, status=422)
        try:
            taken = self.save(form)
        except ChangedMeanwhile as late:
            form.refuse(late.current)
            return self.object_page(form, late=late.current, status=409)
        self.tell(form, taken)
        return HttpResponseRedirect(self.next_address())

    @property
    def is_reviewed(self):
        return "_draft" not in self.request.POST and bool({"_reviewed", "_next"} & self.request.POST.keys())

    def save(self, form):
        return save_units(
            instance=self.object,
            code=self.language.code,
            texts=form.texts,
            by=self.request.user,
            confirmed=self.is_reviewed,
            today=self.today,
            seen=form.seen,
            replaces=form.replaces,
        )

    def tell(self, form, taken):
        messages.success(self.request, _s("Saved as reviewed.") if self.is_reviewed else _s("Saved as a draft."))
        older = [unit for unit in taken if form.texts[unit.id] and form.seen[unit.id] != unit.source_fingerprint]
        if older:
            sentence = _s(
                "The Polish text has changed since you opened the page: %(texts)s. Your words are saved and count as outdated."
            )
            messages.warning(self.request, sentence % {"texts": _headings(older)})
        if left := [unit for unit in form.sent if unit not in taken]:
            sentence = _s("A colleague has changed these texts meanwhile, and their words stay: %(texts)s.")
            messages.warning(self.request, sentence % {"texts": _headings(left)})

    def next_address(self):
        code = self.language.code
        if "_next" not in self.request.POST:
            return self.request.path
        if self.following:
            return address_of(*self.following, code)
        messages.info(self.request, _s("Nothing else waits in this language."))
        return reverse("admin:translations_language", args=[code])

    def object_page(self, form, *, late=(), refusal="", status=200):
        code, label = self.language.code, self.model._meta.label_lower
        waits = waiting(code).filter(owner_label__in=list(self.models)).count() if self.may_write else 0
        return self.page(
            title=f"{self.object} · {self.language.own_name}",
            status=status,
            language=self.language,
            object=self.object,
            opts=self.model._meta,
            label=label,
            form=form,
            rows=self.rows(form, {unit.id: unit.target for unit in late}),
            tabs=self.tabs(),
            may_save=self.may_write,
            refusal=refusal,
            waits=waits,
            next_address=address_of(*self.following, code) if self.following else "",
            preview_url=self.kind_admin.preview_url(self.object, code),
            change_url=admin_url(self.object, "change", self.object.pk),
            machine=machine_button(user=self.request.user, instance=self.object, code=code),
        )

    def tabs(self):
        """Each language with the address of this object in it and the worst state of its texts."""
        whole = [self.object, *self.object.parts()]
        return [
            (
                languages.BY_CODE[code],
                address_of(self.model._meta.label_lower, self.object.pk, code),
                worst(part.translation_status(code) for part in whole),
            )
            for code in languages.TARGETS
        ]

    def rows(self, form, late):
        entries = entries_for([unit.source for unit in self.units], self.language.code)
        older = self.older_texts()
        return [self.row(unit, form, entries, older, late.get(unit.id, "")) for unit in self.units]

    def row(self, unit, form, entries, older, theirs):
        own, signs = mentioned(unit.source, entries), set(signs_of(unit.source))
        is_behind = unit.status == TranslationStatus.OUTDATED
        before = older.get(unit.made_from)
        return UnitRow(
            unit=unit,
            field=form[unit.id],
            source=marked(unit.source, own),
            words=[
                (entry, entry.sign if entry.sign in signs else entry.name, self.entry_address(entry)) for entry in own
            ],
            changes=changed_words(before, unit.source) if is_behind and before is not None else None,
            shown=":".join(form.shown[unit.id]),
            theirs=theirs,
        )

    def older_texts(self):
        """The Polish texts that outdated translations were made from, by fingerprint, as far as they are known."""
        wanted = {unit.made_from for unit in self.units if unit.status == TranslationStatus.OUTDATED}
        return dict(SourceText.objects.filter(pk__in=wanted).values_list("pk", "text")) if wanted else {}

    def entry_address(self, entry):
        is_other = (entry.label, entry.pk) != (self.model._meta.label_lower, self.object.pk)
        return address_of(entry.label, entry.pk, self.language.code) if entry.label in self.models and is_other else ""


def _headings(units):
    return ", ".join(unit.heading for unit in units)
