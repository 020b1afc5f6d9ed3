from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cic_portal import languages
from cic_portal.markup.plain_text import plain_text
from cic_portal.pages.declaration import OPENING, STATUS
from cic_portal.pages.models import AccessibilityDeclaration, Page
from cic_portal.publishing.page_types import page_type_of
from cic_portal.publishing.preview import visible_to
from cic_portal.visitors.pages import PublicPage
from cic_portal.visitors.search_form import SearchForm
from contact.frame import load_frame
from contact.views import CentrePage
from courses.models import Course
from services.models import Offer, Topic
from services.views import BodyPage
from services.vocabulary import Vocabulary


class HomePage(CentrePage):
    template_name = "pages/home.html"
    title = _("Foreigners’ Integration Centre in Kalisz")
    description = _(
        "Help for migrants in Kalisz: information, Polish courses, advisers, legal and psychological support."
    )
    section = "home"
    days_ahead = 8  # today and the week after it

    @cached_property
    def lists(self):
        return {
            "topics": list(Topic.objects.published(self.now)),
            "offers": list(Offer.objects.published(self.now)),
            "courses": list(Course.objects.published(self.now)),
        }

    def page_texts(self):
        return [item for items in self.lists.values() for item in items]

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=SearchForm(), **self.lists, **kwargs)


class StandingPage(BodyPage):
    """A page whose address is fixed: its slug comes with the route."""

    model = Page


@require_safe
def about_text(request):
    """What the Centre does, as a machine-readable text file in the language of the address."""
    page = get_object_or_404(Page.objects.published(timezone.now()), slug="about")
    text = plain_text(page, load_frame().centre, languages.active())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


class DeclarationPage(PublicPage):
    template_name = "pages/declaration.html"
    title = _("Accessibility declaration")
    description = _("How accessible this site is, and what to do when something does not work for you.")

    @cached_property
    def declaration(self):
        found = visible_to(self.request, AccessibilityDeclaration.objects.all(), self.now).first()
        if found is None:
            raise Http404("No accessibility declaration yet")
        return found

    def page_texts(self):
        return [self.declaration]

    def published_in(self):
        return page_type_of(AccessibilityDeclaration).languages_of(self.declaration)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            declaration=self.declaration,
            opening=OPENING,
            compliance=STATUS[self.declaration.compliance],
            is_fully_compliant=self.declaration.compliance == AccessibilityDeclaration.Compliance.FULL,
            vocabulary=Vocabulary(),
            **kwargs,
        )
