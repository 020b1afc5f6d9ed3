"""Which languages visitors see, how far the others are, and the button that shows them."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect

from cic_portal import languages
from cic_portal.languages import staff_text as _s
from cic_portal.translations.actions import hide_language, show_language
from cic_portal.translations.desk.pages import TranslationPage
from cic_portal.translations.launching import readiness


class LanguagesPage(TranslationPage):
    template_name = "admin/languages.html"
    title = _s("Languages")

    def get(self, request):
        return self.page(
            source=languages.BY_CODE[languages.SOURCE],
            rows=sorted(readiness(), key=lambda row: row.is_launched),
            threshold=settings.LANGUAGE_THRESHOLD,
            may_show=self.may_show,
        )

    def post(self, request):
        if not self.may_show:
            raise PermissionDenied
        code = request.POST.get("code")
        # Those in the code are shown by the code: nobody hides Ukrainian with one wrong click.
        if code in languages.NOT_LAUNCHED:
            self._turn(code, request.POST.get("verb"))
        return HttpResponseRedirect(request.path)

    def _turn(self, code, verb):
        turn = {"code": code, "by": self.request.user, "now": self.now}
        # Never the first word: the admin would write it with a capital letter, which Georgian does not have.
        name = {"language": languages.BY_CODE[code].own_name}
        if verb == "show" and (why_not := show_language(**turn)):
            messages.error(self.request, _s("Not shown yet: %(language)s.") % name + f" {why_not}")
        elif verb == "show":
            messages.success(self.request, _s("Visitors see %(language)s within two seconds.") % name)
        elif verb == "hide":
            hide_language(**turn)
            messages.success(self.request, _s("Hidden from visitors: %(language)s.") % name)

    @property
    def may_show(self):
        return self.request.user.has_perm("translations.show_language")
