"""What the pages of an account have in common: one form, one button, a few sentences before it."""

from django.contrib import admin
from django.contrib.auth.views import RedirectURLMixin
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from cic_portal.accounts import lockout

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


class AccountPage(RedirectURLMixin):
    """`intro` are sentences before the form, `links` (address, words) after it. `next` leads on, within this host."""

    template_name = "admin/account/page.html"
    next_page = "admin:index"
    title = ""
    button = ""
    intro = ()

    @method_decorator(sensitive_post_parameters())
    @method_decorator(csrf_protect)
    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = NO_STORE
        return response

    @cached_property
    def now(self):
        return timezone.now()

    def links(self):
        return ()

    def get_context_data(self, **kwargs):
        context = {
            **admin.site.each_context(self.request),
            "title": self.title,
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
