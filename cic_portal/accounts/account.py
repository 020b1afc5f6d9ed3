"""“My account”: what everybody at the desk may change about their own, and the form that came too late."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken

from cic_portal.accounts import lockout
from cic_portal.accounts.actions import choose_desk_language, log_out_everywhere
from cic_portal.accounts.models import Action, AuditRecord, User
from cic_portal.accounts.pages import BACK_TO_ACCOUNT, AccountFrame, FormPage, PlainPage
from cic_portal.accounts.second_factor import HAS_SECOND_FACTOR, is_let_in, second_factor_is_required
from cic_portal.accounts.sessions import KEPT_FORM, Ending, kept_form
from cic_portal.languages import staff_text as _s

LOGINS_SHOWN = 10


class LogIn(AccountFrame, LoginView):
    """Name and password; what comes after is for DeskMiddleware to say."""

    template_name = "admin/login.html"
    next_page = "admin:index"
    title = _s("Log in")

    def get(self, request, *args, **kwargs):
        if request.user.is_authenticated and request.user.is_staff:
            if is_let_in(request):
                return HttpResponseRedirect(self.get_success_url())
            return redirect(f"{reverse('admin:second-factor')}?{request.GET.urlencode()}")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        if is_let_in(self.request):
            lockout.forget_failures(self.request, form.get_user().get_username())
        return response

    def get_context_data(self, **kwargs):
        why = self.request.GET.get("why")
        return super().get_context_data(
            **self.frame(),
            why=Ending(why).label if why in Ending.values else "",
            is_form_kept=KEPT_FORM in self.request.session,
            **kwargs,
        )


class LanguageForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["desk_language"]


class MyAccount(FormPage):
    template_name = "admin/account/my_account.html"
    form_class = LanguageForm
    title = _s("My account")
    button = _s("Save the language")

    def get_form_kwargs(self):
        # A copy: a form writes into its instance also what it then refuses.
        return {**super().get_form_kwargs(), "instance": User.objects.get(pk=self.request.user.pk)}

    def form_valid(self, form):
        choose_desk_language(user=self.request.user, code=form.cleaned_data["desk_language"])
        messages.success(self.request, _s("Saved."))
        return redirect("admin:account")

    def get_context_data(self, **kwargs):
        user = self.request.user
        codes = StaticToken.objects.filter(device__user=user).count()
        logins = AuditRecord.objects.filter(actor=user, action=Action.LOGIN)[:LOGINS_SHOWN]
        return super().get_context_data(
            has_factor=self.request.session.get(HAS_SECOND_FACTOR, False),
            may_remove_factor=not second_factor_is_required(user),
            codes_left=codes,
            logins=logins,
            **kwargs,
        )


class LogOutEverywhere(PlainPage):
    title = _s("Log out on all devices")
    button = _s("Log out everywhere")
    back = BACK_TO_ACCOUNT
    intro = (_s("Every device on which you are logged in asks for your password again, this one included."),)

    def post(self, request):
        log_out_everywhere(user=request.user, request=request, now=self.now)
        logout(request)
        return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode({'why': Ending.EVERYWHERE})}")


class KeptForm(PlainPage):
    """A form that was sent after the session had ended: shown once more, sent or dropped by the same person."""

    template_name = "admin/account/kept_form.html"
    title = _s("What you typed is still here")

    def get(self, request):
        return super().get(request) if kept_form(request, self.now) else redirect("admin:index")

    def post(self, request):
        request.session.pop(KEPT_FORM, None)
        return redirect("admin:index")

    def get_context_data(self, **kwargs):
        return super().get_context_data(kept=kept_form(self.request, self.now), **kwargs)
