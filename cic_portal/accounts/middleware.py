from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from cic_portal.accounts.second_factor import is_let_in
from cic_portal.accounts.sessions import KEPT_FORM, SENT_AGAIN, end_session, note_seen, why_over

# Names of pages under /admin/ that are open before the second step. Every other one waits for it.
OPEN = {
    "login",
    "logout",
    "second-factor",
    "second-factor-set-up",
    "password-link",
    "password-link-sent",
    "new-password",
    "invitation",
    "invitation-password",
    "jsi18n",
}
# What a script asks for while somebody types: it says that a person is there. Other scripts ask by the clock.
TYPING = {"readability", "mentions"}


class DeskMiddleware:
    """Ends sessions at their limits, and leads who gave only a password to the second step.

    It looks at addresses under /admin/ alone. `DeskSite.has_permission` refuses the same people once more, so a page
    that this list forgot stays shut.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return None
        now = timezone.now()
        is_by_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        if why := why_over(request, now):
            if is_by_script:  # the form that is still open must find its session, or it could not be kept
                return HttpResponse(status=403)
            end_session(request, why, now)
            return self.to_login(request, why)
        if not is_by_script or request.resolver_match.url_name in TYPING:
            note_seen(request, now)
        if SENT_AGAIN in request.POST:
            request.session.pop(KEPT_FORM, None)
        if request.resolver_match.url_name in OPEN or is_let_in(request) or not request.user.is_staff:
            return None
        return self.to("second-factor", next=request.get_full_path())

    def to_login(self, request, why):
        """Back to the page that was asked for; after a form that was sent too late, to what is kept of it."""
        if request.resolver_match.url_name in OPEN:
            return self.to("login", why=why)
        back = reverse("admin:kept-form") if KEPT_FORM in request.session else request.get_full_path()
        return self.to("login", why=why, next=back)

    @staticmethod
    def to(name, **query):
        return HttpResponseRedirect(f"{reverse(f'admin:{name}')}?{urlencode(query)}")
