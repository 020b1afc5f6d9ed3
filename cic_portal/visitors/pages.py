"""What every public page has: its title, its addresses in ten languages, the state of its translation."""

from dataclasses import dataclass, field

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from cic_portal import languages
from cic_portal.publishing import addresses
from cic_portal.publishing.page_types import page_types
from cic_portal.publishing.preview import visible_to
from cic_portal.texts.models import Translatable
from cic_portal.texts.status import TranslationStatus, interface_status, worst


@dataclass(frozen=True)
class Crumb:
    title: object  # a LocalText or a translated string
    url: str


@dataclass
class PageFrame:
    """What the base template shows around the content of one page.

    `published_in` are the codes of the languages in which this page is really written; `shown_in` is the one the reader
    gets here. Only a page shown in the language of its address is indexed.
    """

    path: str
    title: object
    description: object = ""
    section: str = ""
    crumbs: list[Crumb] = field(default_factory=list)
    published_in: tuple[str, ...] = languages.CODES
    status: TranslationStatus = TranslationStatus.CURRENT
    is_preview: bool = False
    is_listed: bool = True  # False keeps search results and the like out of search engines
    exit_page: bool = False  # shows the button that leaves at once
    can_be_rated: bool = False  # asks at its end whether it helped

    @property
    def language(self):
        return languages.active()

    @property
    def is_polish(self):
        return self.language.code == languages.SOURCE

    @property
    def site_url(self):
        return addresses.absolute("/")

    @property
    def is_fallback(self):
        return self.language.code not in self.published_in

    @property
    def shown_in(self):
        wanted = languages.fallbacks(self.language.code)
        return next((code for code in wanted if code in self.published_in), languages.SOURCE)

    @property
    def is_indexable(self):
        is_shown = languages.is_shown(self.language.code)
        return is_shown and self.is_listed and not self.is_fallback and not self.is_preview

    @property
    def canonical(self):
        return addresses.absolute(addresses.in_language(self.path, self.shown_in))

    @property
    def alternates(self):
        return addresses.alternates(self.path, self.published_in) if self.is_indexable else []

    @property
    def source_path(self):
        return addresses.in_language(self.path, languages.SOURCE)

    @property
    def offered(self):
        """The Languages to choose from: those that visitors see, and the page's own."""
        codes = {self.language.code, *languages.shown_codes()}
        return [language for language in languages.LANGUAGES if language.code in codes]

    @property
    def switcher(self):
        return [(language, addresses.in_language(self.path, language.code)) for language in self.offered]

    @property
    def other_languages(self):
        return [language for language in languages.shown() if language != self.language]


class PublicPage(TemplateView):
    """A page of the portal. Subclasses give `title` and say with `page_texts` whose translations it shows."""

    title = ""
    description = ""
    section = ""
    is_listed = True
    can_be_rated = False
    is_interface = False  # made of interface strings more than of texts that staff edit

    @cached_property
    def now(self):
        return timezone.now()

    @cached_property
    def today(self):
        return timezone.localdate(self.now)

    def page_title(self):
        return self.title

    def page_description(self):
        return self.description

    def crumbs(self):
        return []

    def page_texts(self):
        """The Translatable objects whose words this page shows at length."""
        return []

    def published_in(self):
        return languages.CODES

    def has_exit(self):
        return False

    def _text_statuses(self, code):
        own = [interface_status(languages.BY_CODE[code])] if self.is_interface else []
        return [*own, *(text.translation_status(code) for text in self.page_texts())]

    def page_frame(self):
        code = languages.active().code
        is_preview = "preview" in self.request.GET
        return PageFrame(
            path=self.request.path,
            title=self.page_title(),
            description=self.page_description(),
            section=self.section,
            crumbs=self.crumbs(),
            published_in=tuple(self.published_in()),
            status=worst(self._text_statuses(code)),
            is_preview=is_preview,
            is_listed=self.is_listed,
            exit_page=self.has_exit(),
            can_be_rated=self.can_be_rated,
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {**context, "page": self.page_frame(), "now": self.now, "today": self.today}

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if context["page"].is_preview:
            response["Cache-Control"] = "private, no-store"
        return response


class ListPage(PublicPage):
    """A page of all published objects of `model`; the template calls them by `context_object_name`."""

    model: type[Translatable]
    context_object_name = ""

    def get_queryset(self):
        return self.model.objects.published(self.now)

    @cached_property
    def objects(self):
        return list(self.get_queryset())

    def page_texts(self):
        return self.objects

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{self.context_object_name: self.objects, **kwargs})


class ObjectPage(PublicPage):
    """The page of one published object, as the row of its page type says; 404 when visitors may not see it."""

    model: type[Translatable]
    slug_argument = "slug"

    @property
    def page_type(self):
        return page_types[self.model._meta.label_lower]

    @property
    def can_be_rated(self):
        return self.page_type.is_rated

    def get_queryset(self):
        return self.model.objects.all()

    def visible_objects(self):
        return visible_to(self.request, self.get_queryset(), self.now)

    @cached_property
    def object(self):
        found = self.visible_objects().filter(slug=self.kwargs[self.slug_argument]).first()
        if found is None:
            raise Http404(f"No {self.model._meta.model_name} here")
        return found

    def page_title(self):
        return self.object.text(self.page_type.title)

    def page_description(self):
        return self.object.text(self.page_type.summary)

    def page_texts(self):
        return [self.object]

    def published_in(self):
        return self.page_type.languages_of(self.object)

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, **kwargs)
