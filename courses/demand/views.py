from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from cic_portal.visitors.form_pages import PublicFormPage
from cic_portal.visitors.pages import Crumb, PublicPage
from courses.demand.actions import say_interest, unsubscribe
from courses.demand.forms import InterestForm
from courses.demand.models import offer_choices
from courses.views import CourseListPage


def course_crumbs():
    return [Crumb(CourseListPage.title, reverse("courses:courses"))]


class InterestPage(PublicFormPage):
    template_name = "demand/interest.html"
    title = _("Tell us what you need")
    description = _("The Centre plans courses and activities by what people need.")
    section = "courses"
    form_class = InterestForm
    limit_name = "interest"
    limit_setting = "INTERESTS_PER_HOUR"
    sent_template = "demand/thanks.html"

    def crumbs(self):
        return course_crumbs()

    @cached_property
    def offers(self):
        return offer_choices(self.now)

    def form_arguments(self):
        return {**super().form_arguments(), "offers": self.offers}

    def keep(self, form, token):
        data = form.cleaned_data
        email, phone = data["contact"]
        say_interest(
            offers=data["offers"],
            level=data["level"],
            times=data["times"],
            language=data["language"],
            email=email,
            phone=phone,
            note=data["note"],
            submission=token.submission,
            now=self.now,
        )
        return self.sent()


# Mail programs send this by themselves when somebody unsubscribes (RFC 8058); the signed token is the right to do it.
@method_decorator(csrf_exempt, name="dispatch")
class UnsubscribePage(PublicPage):
    template_name = "demand/unsubscribe.html"
    title = _("No more letters")
    section = "courses"
    is_listed = False

    def crumbs(self):
        return course_crumbs()

    def get(self, request, *args, **kwargs):
        return self._uncached(self.render_to_response(self.get_context_data(is_done=False, is_ours=True)))

    def post(self, request, *args, **kwargs):
        is_ours = unsubscribe(token=kwargs["token"])
        context = self.get_context_data(is_done=is_ours, is_ours=is_ours)
        return self._uncached(render(request, self.template_name, context, status=200 if is_ours else 404))

    def _uncached(self, response):
        response["Cache-Control"] = "private, no-store"
        return response
