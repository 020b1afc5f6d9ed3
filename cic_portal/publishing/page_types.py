"""The types of public pages. Each app registers its own in its `registrations.py`, one row each, and nothing else lists them.

Read by: URLs and previews, the sitemaps, the search, the question whether a page helped, the menu of the desk, the
history of content, the loader of content files. What has translated words is known to the translation desk, to XLIFF
files and to the link checker as soon as it is `Translatable`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Model
from django.urls import reverse
from django.utils import translation

from cic_portal import languages
from cic_portal.publishing.addresses import strip_language
from cic_portal.registry import Registry


def title_and_summary(**others):
    """Weights of words in the search: a title counts twice as much as a summary."""
    return {"title": 3, "summary": 1.5, **others}


@dataclass(frozen=True)
class PageType:
    """One type of page. Without a `model` it is one page that stands alone: a list, the home page, the hours.

    What most pages are is the default: in the sitemaps, found by title and summary, rated, with a history. A row says
    what is unusual, and why.
    """

    # Name of the URL; a function of the object where each has a name of its own; "" for content that has no page and
    # stands in the texts of others.
    route: str | Callable = ""
    model: type[Model] | None = None
    anchor: Callable | None = None  # `anchor(instance)`: its place on a page that it shares with others
    args: Callable | None = None  # `args(instance)`: those of the URL; by default its slug, on a shared page none

    desk_group: object = None  # a cic_portal.desk.menu.Group; needed with a model
    listed: Callable | None = None  # `listed(now)`: what sitemaps and search show; by default all that is published
    title: str = "title"  # what an object is called; in the languages in which it has one it has a page
    summary: str = "summary"
    search_words: Mapping[str, float] = field(default_factory=title_and_summary)  # weight by column; {}: not searched

    in_sitemap: bool = True
    can_be_rated: bool = True  # asks at its end whether it helped
    has_history: bool = True
    parts: tuple[str, ...] = ()  # related names of rows that belong to an object and to its history
    relations: tuple[str, ...] = ()  # many-to-many fields that its history tells
    files: object = None  # a cic_portal.loading.content_files.Kind; None: written at the desk alone

    @property
    def name(self):
        return self.model._meta.label_lower if self.model else self.route

    @property
    def has_own_page(self):
        """Whether each object has a page to itself."""
        return self.model is not None and bool(self.route) and self.anchor is None

    @property
    def is_rated(self):
        return self.has_own_page and self.can_be_rated

    def visible(self, now):
        """The objects that visitors find at `now` (an aware datetime)."""
        return self.listed(now) if self.listed else self.model.objects.published(now)

    def path(self, instance=None):
        """The path in the active language to `instance`, or to the page that stands alone; "" when it has no page."""
        if not self.route:
            return ""
        if instance is None:
            return reverse(self.route)
        route = self.route(instance) if callable(self.route) else self.route
        place = f"#{self.anchor(instance)}" if self.anchor else ""
        return f"{reverse(route, args=self._args_of(instance))}{place}"

    def _args_of(self, instance):
        if self.args:
            return self.args(instance)
        return () if self.anchor else (instance.slug,)

    def bare_path(self, instance=None):
        """The path without its language, as sitemaps and feedback name a page."""
        with translation.override(languages.SOURCE):
            return strip_language(self.path(instance))

    def text_of(self, instance, name):
        """What the column `name` says to a reader, as a LocalText where it is translated."""
        return instance.text(name) if name in self.model.translated_fields() else getattr(instance, name)

    def languages_of(self, instance):
        """Codes of the languages in which the page of `instance` is published."""
        return tuple(code for code in languages.CODES if instance.text_in(self.title, code))


page_types = Registry("page type")


def page_type_of(model):
    """The PageType of `model` or of one of its objects; None when it has none."""
    return page_types.get(model._meta.label_lower)


def page_path(instance):
    """The public path of any object in the active language; "" when it has no page."""
    page_type = page_type_of(instance)
    return page_type.path(instance) if page_type else ""
