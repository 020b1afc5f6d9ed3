from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from cic_portal import languages
from cic_portal.limits import TooManyRequests, count_or_refuse
from cic_portal.visitors.pages import PublicPage
from cic_portal.visitors.tokens import TokenRefused, TooFast, new_token, read_token

AGAIN = _("The form could not be sent. What you typed is still here. Wait a moment and send it again.")
TOO_OFTEN = _(
    "This form was sent too many times from your connection. Wait an hour, or call us. What you typed is here."
)


def is_from_elsewhere(request):
    """Whether another site made the reader's browser send this: what a CSRF token guards against, without a cookie.

    Browsers say where a request comes from (Sec-Fetch-Site, and Origin for those before 2020).
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return bool(origin) and urlsplit(origin).netloc != request.get_host()


# No cookie, so no CSRF cookie: a signed token and the browser's own word stand in its place (is_from_elsewhere).
@method_decorator(csrf_exempt, name="dispatch")
class PublicFormPage(PublicPage):
    """A page with a form: opened, checked, shown once more before it is sent (`check_template`), then kept.

    Subclasses give `form_class` and `keep(form, token)`, which returns the response; with a `sent_template` that is
    `self.sent()`, the same URL with `?sent`, which says what comes next and nothing about the sender. Whatever is wrong,
    the form comes back with what was typed in it.

    `limit_name` names the form where its use is counted, `limit_setting` the setting that says how often one address may
    send it in an hour.
    """

    form_class = None
    check_template = None
    sent_template = None
    is_listed = False
    is_interface = True
    form = None
    limit_name = ""
    limit_setting = ""

    def purpose(self):
        """Names what the form is about; its token opens nothing else."""
        return self.limit_name

    def per_hour(self):
        return getattr(settings, self.limit_setting)

    def keep(self, form, token):
        raise NotImplementedError

    def limit(self):
        """Count that it is sent; raises TooManyRequests."""
        count_or_refuse(self.request, self.limit_name, self.per_hour())

    def refusal(self):
        """A response instead of the check, when what a rightly filled form asks for cannot be had; else None."""
        return None

    def form_arguments(self):
        return {"initial": {"language": languages.active().code}}

    def sent(self):
        return HttpResponseRedirect(f"{self.request.path}?sent", status=303)

    def get(self, request, *args, **kwargs):
        if self.sent_template and "sent" in request.GET:
            self.template_name = self.sent_template
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        form = self.form or self.form_class(**self.form_arguments())
        kwargs.setdefault("token", new_token(self.purpose()))
        return super().get_context_data(form=form, **kwargs)

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    def post(self, request, *args, **kwargs):
        self.form = self.form_class(request.POST, **self.form_arguments())
        try:
            token = self.guarded_token()
        except TooFast:
            return self.shown_again(AGAIN, status=403, token=request.POST["token"])
        except TokenRefused:
            return self.shown_again(AGAIN, status=403)
        # The same token goes on: who mends one word within a moment is no program.
        same = {"token": request.POST["token"]}
        if not self.form.is_valid():
            return self.shown(self.template_name, status=422, **same)
        if self.check_template and "change" in request.POST:
            return self.shown(self.template_name, **same)
        if self.check_template and "confirmed" not in request.POST:
            return self.refusal() or self.shown(self.check_template, **same)
        try:
            self.limit()
        except TooManyRequests:
            return self.shown_again(TOO_OFTEN, status=429)
        return self.keep(self.form, token)

    def guarded_token(self):
        """The token of the sent form; raises TokenRefused for what no person sent from our own page."""
        if is_from_elsewhere(self.request) or self.form.is_from_robot:
            raise TokenRefused("from elsewhere")
        return read_token(self.request.POST.get("token", ""), self.purpose())

    def shown(self, template, status=200, **context):
        response = render(self.request, template, self.get_context_data(**context), status=status)
        response["Cache-Control"] = "private, no-store"
        return response

    def shown_again(self, sentence, status, **context):
        self.form.is_valid()
        self.form.add_error(None, sentence)
        return self.shown(self.template_name, status=status, **context)
