from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cic_portal.limits import count_or_refuse
from cic_portal.pages.models import Page
from cic_portal.search.matching import Field, score
from cic_portal.typed_text import plain_words
from cic_portal.visitors.pages import PublicPage
from cic_portal.visitors.search_form import SearchForm
from courses.models import Course
from services.models import Guide, Offer, Term

MOST_RESULTS = 20


@dataclass(frozen=True)
class Result:
    title: object
    summary: object
    url: str
    score: float


class SearchPage(PublicPage):
    template_name = "search/search.html"
    title = _("Search")
    description = _("Find a page of this portal.")
    is_listed = False

    @cached_property
    def form(self):
        return SearchForm(self.request.GET if "q" in self.request.GET else None)

    @cached_property
    def query(self):
        return self.form.cleaned_data["q"] if self.form.is_bound and self.form.is_valid() else ""

    def page_title(self):
        return gettext("Search: %(query)s") % {"query": self.query} if self.query else self.title

    def get(self, request, *args, **kwargs):
        if self.query:
            count_or_refuse(request, "search", settings.SEARCHES_PER_HOUR)
        return super().get(request, *args, **kwargs)

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Cache-Control"] = "private, no-store"  # what people look for is theirs
        return response

    def results(self):
        """The best Results for the query, best first; the reader's language, then Polish words (people quote letters)."""
        words = plain_words(self.query)
        if not words:
            return []
        found = [self._result(item, words) for item in self._everything()]
        best_first = sorted((result for result in found if result.score), key=lambda result: -result.score)
        return best_first[:MOST_RESULTS]

    def _everything(self):
        yield from Guide.objects.listed(self.now)
        yield from Offer.objects.published(self.now)
        yield from Course.objects.published(self.now)
        yield from Page.objects.published(self.now).exclude(slug="offline")
        yield from Term.objects.published(self.now)

    def _result(self, item, words):
        names = {"title": 3, "keywords": 2.5, "equivalent": 2, "summary": 1.5, "meaning": 1}
        fields = [Field(str(item.text(name)), weight) for name, weight in names.items() if hasattr(item, name)]
        if isinstance(item, Term):
            title, summary = item.name, item.text("meaning")
            fields.append(Field(item.name, 2))
        else:
            title, summary = item.text("title"), item.text("summary")
            fields.append(Field(item.text_in("title", "pl"), 1))
            fields += [Field(item.text_in("keywords", "pl"), 1)] if hasattr(item, "keywords") else []
        return Result(title, summary, item.get_absolute_url(), score(words, fields))

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form, query=self.query, results=self.results(), **kwargs)
