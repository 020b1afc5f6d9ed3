from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy

from cic_portal.accounts.pages import (
    BACK_TO_ACCOUNT,
    BACK_TO_LOGIN,
    AccountFrame,
    FormPage,
    GuardedPage,
    PlainPage,
    in_language_of,
)
from cic_portal.accounts.passwords.actions import change_password, reset_password, send_links_to
from cic_portal.accounts.passwords.forms import ChangePasswordForm, NewPasswordForm, PasswordLinkForm
from cic_portal.accounts.sessions import Ending, stay
from cic_portal.languages import staff_text as _s
from cic_portal.limits import count_or_refuse


class ChangePassword(GuardedPage):
    form_class = ChangePasswordForm
    title = _s("Change the password")
    back = BACK_TO_ACCOUNT
    button = _s("Change the password")
    intro = (_s("You stay logged in here. All other devices are logged out."),)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form):
        change_password(user=self.request.user, password=form.password, request=self.request, now=self.now)
        stay(self.request, self.request.user)
        messages.success(self.request, _s("Your new password is saved."))
        return redirect("admin:account")


class AskForPassword(FormPage):
    """The answer is the same for every address, whether anybody has it or not."""

    form_class = PasswordLinkForm
    title = _s("A new password")
    back = BACK_TO_LOGIN
    button = _s("Send me a link")
    intro = (_s("Write the e-mail address of your account. We send you a link with which you choose a new password."),)

    def form_valid(self, form):
        count_or_refuse(self.request, "password link", settings.PASSWORD_RESETS_PER_HOUR)
        send_links_to(email=form.cleaned_data["email"], request=self.request, now=self.now)
        return redirect("admin:password-link-sent")


class LinkSent(PlainPage):
    title = _s("Look into your letter box")
    back = BACK_TO_LOGIN
    intro = (
        _s("If this address belongs to an account, a letter with a link is on its way. It works for one day."),
        _s("No letter after ten minutes? Look into the folder for spam, then ask your administrator."),
    )


class SetNewPassword(AccountFrame, PasswordResetConfirmView):
    """Where the link in a letter leads. Django takes the token out of the address and checks it; the rest is ours."""

    form_class = NewPasswordForm
    template_name = "admin/account/page.html"
    success_url = reverse_lazy("admin:login")
    title = _s("Choose a new password")

    def dispatch(self, *args, **kwargs):
        return in_language_of(
            self.get_user(kwargs["uidb64"]), lambda: super(SetNewPassword, self).dispatch(*args, **kwargs)
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context |= {**self.frame(), "button": _s("Save the new password")}
        if not context["validlink"]:
            context |= {
                "title": _s("This link works no longer"),
                "intro": [_s("It was used already, or it is older than a day. Ask for a new one.")],
                "links": [(reverse("admin:password-link"), _s("Ask for a new link"))],
            }
        return context

    def form_valid(self, form):
        token = self.request.session.pop(INTERNAL_RESET_SESSION_TOKEN, "")
        facts = {"token": token, "password": form.password, "request": self.request, "now": self.now}
        if not reset_password(user=self.user, **facts):
            return redirect("admin:password-link")
        self.request.session.flush()
        return HttpResponseRedirect(f"{self.success_url}?why={Ending.PASSWORD}")
