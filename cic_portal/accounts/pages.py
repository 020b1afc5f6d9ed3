"""What the pages of an account have in common: one form, one button, a few sentences before it."""

from django.contrib.auth.views import RedirectURLMixin
from django.shortcuts import resolve_url
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from cic_portal.accounts import lockout
from cic_portal.desk.pages import DeskFrame
from cic_portal.languages import staff_text as _s

BACK_TO_ACCOUNT = reverse_lazy("admin:account"), _s("Back to my account")
BACK_TO_LOGIN = reverse_lazy("admin:login"), _s("Back to the login")
NO_STORE = "private, no-store"
# (field, code of its error): a secret that was there and was not right.
WRONG_SECRETS = (("code", "wrong"), ("password", "wrong"), ("old_password", "password_incorrect"))


def in_language_of(user, respond):
    """The answer of `respond()` in the desk language of `user`, who has not logged in yet; without one as it comes."""
    with translation.override(user.desk_language if user else translation.get_language()):
        response = respond()
        if hasattr(response, "render"):
            response.render()
        response["Content-Language"] = translation.get_language()
    return response


class AccountFrame(DeskFrame):
    """What an account page shows around its content, also at the door, where nobody has logged in yet."""

    area = "account"


class AccountPage(AccountFrame, RedirectURLMixin):
    """`intro` are sentences before the form, `links` (address, words) after it. `next` leads on, within this host.

    `back` is the link that most pages have: one of BACK_TO_ACCOUNT and BACK_TO_LOGIN.
    """

    template_name = "admin/account/page.html"
    next_page = "admin:index"
    button = ""
    intro = ()
    back = None

    @method_decorator(sensitive_post_parameters())
    @method_decorator(csrf_protect)
    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = NO_STORE
        return response

    def links(self):
        return [self.back] if self.back else []

    def get_context_data(self, **kwargs):
        context = {
            **self.frame(),
            "button": self.button,
            "intro": self.intro,
            "links": self.links(),
            "next": self.get_redirect_url(),
        }
        return super().get_context_data(**context | kwargs)

    def get_default_redirect_url(self):
        return resolve_url(self.next_page)


class FormPage(AccountPage, FormView):
    pass


class GuardedPage(FormPage):
    """A page that asks for a password or a code: wrong ones count for the same lockout as at the login."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and lockout.is_locked_out(request, request.user.get_username()):
            request.session.flush()
            return lockout.locked_out(request)
        return super().dispatch(request, *args, **kwargs)

    def form_invalid(self, form):
        if any(form.has_error(name, code) for name, code in WRONG_SECRETS):
            lockout.count_failure(self.request, self.request.user.get_username())
        return super().form_invalid(form)


class PlainPage(AccountPage, TemplateView):
    pass
