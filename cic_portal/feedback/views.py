from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from cic_portal import languages
from cic_portal.feedback.actions import rate_page, wish_translation
from cic_portal.feedback.forms import AboutPageForm, RatingForm
from cic_portal.limits import count_or_refuse
from cic_portal.publishing.addresses import in_language
from cic_portal.visitors.pages import PublicPage


# Pages are cached for everybody and set no cookie, so they cannot hold a token. A forged answer about a page costs its
# victim nothing: there is no session behind it. The limit and the empty field keep robots away.
@method_decorator(csrf_exempt, name="dispatch")
class AboutPageView(PublicPage):
    """Takes a form from the foot of a page; shows it again, with what was typed, when something is wrong."""

    is_listed = False
    form_class = AboutPageForm
    form = None

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form or self.form_class(initial=self.request.GET.dict()), **kwargs)

    def post(self, request, *args, **kwargs):
        count_or_refuse(request, "feedback", settings.FEEDBACK_PER_HOUR)
        self.form = self.form_class(request.POST)
        if not self.form.is_valid():
            return self._uncached(render(request, self.template_name, self.get_context_data(), status=422))
        if not self.form.is_from_robot:
            self.keep(self.form.cleaned_data, languages.active().code, timezone.localdate())
        back = in_language(self.form.cleaned_data["path"], languages.active().code)
        return HttpResponseRedirect(f"{reverse('feedback:thanks')}?page={back}", status=303)

    def _uncached(self, response):
        response["Cache-Control"] = "private, no-store"
        return response


class RatingView(AboutPageView):
    template_name = "feedback/rating.html"
    title = _("Was this page helpful?")
    form_class = RatingForm

    def keep(self, data, language, today):
        is_helpful = data["helpful"] == "yes"
        rate_page(path=data["path"], language=language, is_helpful=is_helpful, comment=data["comment"], today=today)


class TranslationWishView(AboutPageView):
    template_name = "feedback/wish.html"
    title = _("Ask for a translation")

    def keep(self, data, language, today):
        wish_translation(path=data["path"], language=language, today=today)


class ThanksPage(PublicPage):
    template_name = "feedback/thanks.html"
    title = _("Thank you")
    is_listed = False

    def get_context_data(self, **kwargs):
        page = self.request.GET.get("page", "")
        # Only a page of ours: an address from elsewhere in this link would lend it our name.
        back = page if languages.from_path(page) and "//" not in page and "\\" not in page else ""
        return super().get_context_data(back=back, **kwargs)
