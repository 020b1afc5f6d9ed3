from itertools import groupby

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cic_portal import languages
from cic_portal.publishing.preview import visible_to
from cic_portal.typed_text import plain_words
from cic_portal.visitors.pages import Crumb, ListPage, ObjectPage
from services.forms import GlossaryForm
from services.models import Guide, Offer, Office, Section, Situation, Term, Topic
from services.vocabulary import Vocabulary

SECTIONS_WITH_CONTENTS = 4  # a guide with fewer shows no list of them


class BodyPage(ObjectPage):
    """The page of one thing with one long text, `body`, and the official terms that it mentions (two queries)."""

    template_name = "services/body_page.html"

    def get_context_data(self, **kwargs):
        text = str(self.object.text("body"))
        vocabulary = Vocabulary.for_texts([text])
        return super().get_context_data(vocabulary=vocabulary, terms=vocabulary.mentioned([text]), **kwargs)


class TopicListPage(ListPage):
    model = Topic
    context_object_name = "topics"
    template_name = "services/topics.html"
    title = _("Information")
    description = _("Social assistance, family benefits, work, education, legal stay, health and daily life in Kalisz.")
    section = "services"

    def get_queryset(self):
        return super().get_queryset().prefetch_related(Prefetch("guides", Guide.objects.published(self.now)))


class TopicPage(BodyPage):
    template_name = "services/topic.html"
    model = Topic
    slug_argument = "topic"
    section = "services"

    def crumbs(self):
        return [Crumb(TopicListPage.title, reverse("services:topics"))]

    @cached_property
    def guides(self):
        return list(self.object.guides.listed(self.now))

    def page_texts(self):
        return [self.object, *self.guides]

    def get_context_data(self, **kwargs):
        return super().get_context_data(guides=self.guides, **kwargs)


class GuidePage(ObjectPage):
    template_name = "services/guide.html"
    model = Guide
    slug_argument = "guide"
    section = "services"

    def get_queryset(self):
        return Guide.objects.filter(topic__slug=self.kwargs["topic"]).select_related("topic", "picture")

    @cached_property
    def object(self):
        # The sections bring their guide and its topic with them: that keeps the page within six queries.
        guide = self.sections[0].guide if self.sections else super().object
        prefetch_related_objects([guide], *Guide.objects.related_to_show(self.now))
        return guide

    def crumbs(self):
        topic = self.object.topic
        return [
            Crumb(TopicListPage.title, reverse("services:topics")),
            Crumb(topic.text("title"), topic.get_absolute_url()),
        ]

    @cached_property
    def sections(self):
        visible = visible_to(self.request, self.get_queryset(), self.now).filter(slug=self.kwargs["guide"])
        sections = Section.objects.filter(guide__in=visible).select_related("guide__topic", "guide__picture")
        return sorted(sections, key=lambda section: section.place)

    def has_exit(self):
        return self.object.exit_page

    def rich_texts(self):
        """The texts whose terms and amounts this page shows."""
        return [str(section.text("body")) for section in self.sections]

    def page_texts(self):
        return [self.object, *self.sections]

    def get_context_data(self, **kwargs):
        texts = self.rich_texts()
        vocabulary = Vocabulary.for_texts(texts)
        return super().get_context_data(
            sections=self.sections,
            has_contents=len(self.sections) >= SECTIONS_WITH_CONTENTS,
            see_also=self.object.listed_see_also,
            vocabulary=vocabulary,
            terms=vocabulary.mentioned(texts),
            expired_amounts=vocabulary.expired_amounts(self.today),
            is_overdue=self.object.is_overdue(self.today),
            **kwargs,
        )


class GuideWithPolishPage(GuidePage):
    """The same guide in the reader's language and in Polish, section by section: to show at a counter."""

    template_name = "services/guide_with_polish.html"
    is_listed = False

    def rich_texts(self):
        return [*super().rich_texts(), *(section.text_in("body", languages.SOURCE) for section in self.sections)]

    def crumbs(self):
        return [*super().crumbs(), Crumb(self.object.text("title"), self.object.get_absolute_url())]

    def get_context_data(self, **kwargs):
        return super().get_context_data(polish=languages.BY_CODE[languages.SOURCE], **kwargs)


class SituationListPage(ListPage):
    model = Situation
    context_object_name = "situations"
    template_name = "services/situations.html"
    title = _("What is your situation?")
    description = _("Choose what fits you. You get the guides that help first.")
    section = "services"


class SituationPage(ObjectPage):
    template_name = "services/situation.html"
    model = Situation
    slug_argument = "situation"
    section = "services"

    def crumbs(self):
        return [Crumb(SituationListPage.title, reverse("services:situations"))]

    @cached_property
    def guides(self):
        listed = Guide.objects.listed(self.now).filter(situationguide__situation=self.object)
        return list(listed.order_by("situationguide__position", "pk"))

    def page_texts(self):
        return [self.object, *self.guides]

    def get_context_data(self, **kwargs):
        return super().get_context_data(guides=self.guides, **kwargs)


class GlossaryPage(ListPage):
    model = Term
    context_object_name = "terms"
    template_name = "services/glossary.html"
    title = _("Polish office words")
    description = _("What the official Polish words on doors, forms and letters mean.")
    section = "services"

    @cached_property
    def objects(self):
        terms = visible_to(self.request, Term.objects.all(), self.now)
        return sorted(terms, key=lambda term: polish_order(term.name))

    @cached_property
    def form(self):
        return GlossaryForm(self.request.GET if "q" in self.request.GET else None)

    @cached_property
    def query(self):
        return self.form.cleaned_data.get("q", "") if self.form.is_bound and self.form.is_valid() else ""

    def found(self):
        """All terms, or those in whose Polish name or equivalent every typed word begins some word."""
        if not self.query:
            return self.objects
        return [term for term in self.objects if all(self._is_in(word, term) for word in plain_words(self.query))]

    def _is_in(self, word, term):
        return any(other.startswith(word) for other in plain_words(f"{term.name} {term.text('equivalent')}"))

    def get_context_data(self, **kwargs):
        letters = groupby(self.found(), key=lambda term: term.name[0].upper())
        letters = [(letter, list(terms)) for letter, terms in letters]
        return super().get_context_data(letters=letters, form=self.form, query=self.query, **kwargs)


def polish_order(name):
    """A key that sorts as the Polish alphabet does (ł between l and m), whatever the database's collation."""
    alphabet = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
    return [alphabet.find(letter) if letter in alphabet else -1 for letter in name.casefold()]


class OfficeListPage(ListPage):
    model = Office
    context_object_name = "offices"
    template_name = "services/offices.html"
    title = _("Offices")
    description = _("Addresses and phones of offices in Kalisz and Wielkopolska, as far as they are confirmed.")
    section = "services"

    def get_queryset(self):
        return visible_to(self.request, Office.objects.all(), self.now).in_order()


class OfferListPage(ListPage):
    model = Offer
    context_object_name = "offers"
    template_name = "services/offers.html"
    title = _("Support at the Centre")
    description = _("Advisers, a lawyer, a psychologist, activities and more at the Centre in Kalisz.")
    section = "support"

    def get_queryset(self):
        return super().get_queryset().with_givers()


class OfferPage(BodyPage):
    template_name = "services/offer.html"
    model = Offer
    slug_argument = "offer"
    section = "support"

    def get_queryset(self):
        return Offer.objects.with_givers().select_related("picture")

    def crumbs(self):
        return [Crumb(OfferListPage.title, reverse("services:offers"))]
