from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cic_portal import languages
from cic_portal.limits import count_or_refuse
from cic_portal.publishing.page_types import page_types
from cic_portal.search.matching import Field, score
from cic_portal.typed_text import plain_words
from cic_portal.visitors.pages import PublicPage
from cic_portal.visitors.search_form import SearchForm

MOST_RESULTS = 20
# People quote letters from offices, which are in Polish; a find there counts less than one in the reader's own words.
FOUND_IN_POLISH = ("title", "keywords")
IN_POLISH = 1


@dataclass(frozen=True)
class Result:
    title: object
    summary: object
    url: str
    score: float


def searched():
    """The page types that a search looks through; of equally good finds those with a page to themselves come first."""
    found = [row for row in page_types if row.model and row.search_words]
    return sorted(found, key=lambda row: not row.has_own_page)


def fields_of(page_type, item):
    """The Fields to look for words in: those of the reader's language, and some in Polish."""
    weights = page_type.search_words
    own = [Field(str(page_type.text_of(item, name)), weight) for name, weight in weights.items()]
    return own + [Field(item.text_in(name, languages.SOURCE), IN_POLISH) for name in FOUND_IN_POLISH if name in weights]


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
        found = [
            self._result(page_type, item, words) for page_type in searched() for item in page_type.visible(self.now)
        ]
        best_first = sorted((result for result in found if result.score), key=lambda result: -result.score)
        return best_first[:MOST_RESULTS]

    def _result(self, page_type, item, words):
        title, summary = (page_type.text_of(item, name) for name in (page_type.title, page_type.summary))
        return Result(title, summary, page_type.path(item), score(words, fields_of(page_type, item)))

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form, query=self.query, results=self.results(), **kwargs)
