"""The exchange at the desk: texts out, a file in, what it would change, and the word that it may."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from cic_portal import languages
from cic_portal.desk.changes import ChangedMeanwhile
from cic_portal.desk.pages import DeskCrumb, DeskPage
from cic_portal.languages import staff_text as _s
from cic_portal.texts.differences import changed_words
from cic_portal.texts.status import TranslationStatus
from cic_portal.translations.coverage import UNFINISHED
from cic_portal.translations.exchange.actions import (
    discard_upload,
    import_upload,
    judged_objects,
    keep_upload,
)
from cic_portal.translations.exchange.formats import write
from cic_portal.translations.exchange.forms import ConfirmImportForm, ExportForm, UploadForm, Which
from cic_portal.translations.exchange.judging import Verdict, digest
from cic_portal.translations.exchange.models import Upload
from cic_portal.translations.exchange.portal import codes_for, export, kinds_for
from cic_portal.translations.rights import may_translate

STATUSES = {
    Which.TO_DO: set(UNFINISHED),
    Which.UNREAD: {*UNFINISHED, TranslationStatus.UNREVIEWED},
    Which.ALL: set(TranslationStatus),
}
TEXTS_ON_A_PAGE = 50
XLIFF = "application/xliff+xml; charset=utf-8"


def addresses(site):
    """URL patterns for the admin site `site`."""
    pages = {"": ExchangePage, "file/": ExportFile, "<int:pk>/": PreviewPage}
    names = {"": "translations_exchange", "file/": "translations_exchange_file", "<int:pk>/": "translations_preview"}
    return [
        path(f"translations/exchange/{end}", site.admin_view(page.as_view()), name=names[end])
        for end, page in pages.items()
    ]


class ExchangeView(DeskPage):
    """For whoever may change texts of some kind in some language."""

    template_name = "admin/translations/exchange.html"
    title = _s("Files for translators")
    area = "exchange"

    @cached_property
    def models(self):
        return kinds_for(self.request.user)

    @cached_property
    def codes(self):
        return codes_for(self.request.user)

    def may_open(self):
        return bool(self.models and self.codes)

    def crumbs(self, title):
        return [DeskCrumb(_s("Translations"), reverse("admin:translations_board")), DeskCrumb(title)]

    def export_form(self, *args, **kwargs):
        kinds = [(label, capfirst(model._meta.verbose_name_plural)) for label, model in self.models.items()]
        return ExportForm(*args, codes=self.codes, kinds=kinds, **kwargs)

    def front(self, **forms):
        # One form is sent at a time, so that at most one of them has errors.
        upload_is_refused = "upload_form" in forms
        forms = {"form": self.export_form(initial=self.request.GET.dict()), "upload_form": UploadForm(), **forms}
        return self.page(upload_is_refused=upload_is_refused, **forms)


class ExchangePage(ExchangeView):
    def get(self, request):
        return self.front()

    def post(self, request):
        form = UploadForm(request.POST, request.FILES, codes=self.codes)
        if not form.is_valid():
            return self.front(upload_form=form)
        upload = keep_upload(file=form.cleaned_data["file"], code=form.code, owner=request.user, now=self.now)
        return HttpResponseRedirect(reverse("admin:translations_preview", args=[upload.pk]))


class ExportFile(ExchangeView):
    def get(self, request):
        form = self.export_form(request.GET)
        if not form.is_valid():
            return self.front(form=form)
        data = form.cleaned_data
        models = [self.models[label] for label in data["kinds"]]
        file = export(models=models, code=data["language"], statuses=STATUSES[data["which"]])
        if not file.objects:
            form.add_error(None, _s("There is nothing to translate: no text of these kinds is in that state."))
            return self.front(form=form)
        name = f"portal-{data['language']}-{self.today:%Y-%m-%d}.xlf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(write(file, data["version"]), content_type=XLIFF, headers=headers)


class PreviewPage(ExchangeView):
    """What a file would change. Nothing is saved before somebody has confirmed what they see here."""

    template_name = "admin/translations/exchange_preview.html"
    title = _s("What the file would change")

    def crumbs(self, title):
        *steps, _own = super().crumbs(title)
        return [*steps, DeskCrumb(ExchangeView.title, reverse("admin:translations_exchange")), DeskCrumb(title)]

    def dispatch(self, request, *args, pk, **kwargs):
        kept = Upload.objects.alive(self.now).filter(owner=request.user).select_related("owner")
        self.upload = kept.filter(pk=pk).first()
        if self.upload is None:
            return self.over()
        # A language may be taken from somebody while their file waits.
        if not may_translate(request.user, self.upload.code):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def over(self):
        messages.info(
            self.request, _s("This preview is over. The file was imported or put away, or it waited too long.")
        )
        return HttpResponseRedirect(reverse("admin:translations_exchange"))

    def get(self, request):
        return self.preview(judged_objects(self.upload))

    def post(self, request):
        if "discard" in request.POST:
            discard_upload(upload=self.upload)
            messages.info(request, _s("The file was put away. Nothing was changed."))
            return HttpResponseRedirect(reverse("admin:translations_exchange"))
        objects = judged_objects(self.upload)
        if request.POST.get("seen") != digest(objects):
            return self.look_again()
        form = self.form(objects, request.POST)
        return self.save(form) if form.is_valid() else self.preview(objects, form)

    def save(self, form):
        data = form.cleaned_data
        try:
            saved = import_upload(
                upload=self.upload,
                by=self.request.user,
                today=self.today,
                seen=data["seen"],
                is_read=data.get("is_read", False),
            )
        except Upload.DoesNotExist:
            return self.over()
        except ChangedMeanwhile:
            return self.look_again()
        messages.success(self.request, _s("Saved translations: %(count)s.") % {"count": len(saved)})
        return HttpResponseRedirect(reverse("admin:translations_exchange"))

    def look_again(self):
        messages.error(self.request, _s("Something has changed since you opened this page. Look at it once more."))
        return HttpResponseRedirect(self.request.get_full_path())

    def form(self, objects, data=None):
        items = [item for thing in objects for item in thing.items]
        return ConfirmImportForm(
            data,
            has_refused=any(item.verdict.is_refused for item in items),
            has_reviewed=any(item.verdict.is_taken and item.is_reviewed for item in items),
            initial={"seen": digest(objects)},
        )

    def preview(self, objects, form=None):
        rows = [row for thing in objects for row in _rows(thing)]
        counts = Counter(row["verdict"] for row in rows)
        shown = [row for row in rows if row["verdict"].is_taken or row["verdict"].is_refused]
        refused_first = sorted(shown, key=lambda row: not row["verdict"].is_refused)
        page = Paginator(refused_first, TEXTS_ON_A_PAGE).get_page(self.request.GET.get("page"))
        for row in page:  # and not for the thousands on other pages
            row["changes"] = changed_words(row["before"], row["after"]) if row["before"] else []
        return self.page(
            language=languages.BY_CODE[self.upload.code],
            source=languages.BY_CODE[languages.SOURCE],
            counts=[(verdict.label, counts[verdict]) for verdict in Verdict if counts[verdict]],
            taken=sum(count for verdict, count in counts.items() if verdict.is_taken),
            refused=sum(count for verdict, count in counts.items() if verdict.is_refused),
            rows=page,
            form=form or self.form(objects),
        )


def _rows(thing):
    """One for each text of an object: its name, its verdict, and how its words change."""
    name = f"{capfirst(thing.instance._meta.verbose_name)}: {thing.instance}" if thing.instance else ""
    return [
        {
            "name": name,
            "heading": item.unit.heading if item.unit else item.text.id,
            "verdict": item.verdict,
            "problems": item.problems,
            "source": item.unit.source if item.unit else item.text.source,
            "before": item.unit.target if item.unit else "",
            "after": item.text.target,
            "is_final": item.is_reviewed and item.verdict.is_taken,
        }
        for item in thing.items
    ]
