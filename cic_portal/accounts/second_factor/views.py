import segno
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp import login as mark_verified
from django_otp.plugins.otp_totp.models import default_key

from cic_portal.accounts import lockout
from cic_portal.accounts.pages import BACK_TO_ACCOUNT, GuardedPage
from cic_portal.accounts.second_factor import (
    HAS_SECOND_FACTOR,
    actions,
    is_let_in,
    is_verified,
    second_factor_is_required,
)
from cic_portal.accounts.second_factor.forms import WRONG, BackupCodeForm, CodeForm, PasswordForm, SetUpForm
from cic_portal.accounts.sessions import stay
from cic_portal.languages import staff_text as _s

NEW_KEY = "key of a new app"  # in the session until a code from the app was right


class FactorPage(GuardedPage):
    """A page for who has logged in with the password."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated or not request.user.is_staff:
            return redirect("admin:login")
        return self.detour() or super().dispatch(request, *args, **kwargs)

    def detour(self):
        """Where somebody belongs who has no business on this page, or None."""
        return None

    def get_context_data(self, **kwargs):
        # Whoever sits down at a shared desk where somebody stopped half-way must find the way back to the door.
        return super().get_context_data(**kwargs, may_start_over=not is_let_in(self.request))

    def let_in(self, device):
        mark_verified(self.request, device)
        self.request.session.cycle_key()
        lockout.forget_failures(self.request, self.request.user.get_username())

    def hands_out(self, codes):
        """Backup codes are in this one answer and nowhere else."""
        self.template_name = "admin/account/codes.html"
        title = _s("Your backup codes")
        return self.render_to_response(
            self.get_context_data(form=None, title=title, codes=codes, onward=self.get_success_url())
        )


class GiveCode(FactorPage):
    title = _s("One more step")
    button = _s("Go on")

    def detour(self):
        if is_let_in(self.request):
            return redirect(self.get_success_url())
        if not self.request.session.get(HAS_SECOND_FACTOR):
            return redirect(f"{reverse('admin:second-factor-set-up')}?{self.request.GET.urlencode()}")
        return None

    @property
    def is_backup(self):
        return "backup" in self.request.GET

    def get_form_class(self):
        return BackupCodeForm if self.is_backup else CodeForm

    def form_valid(self, form):
        code = form.cleaned_data["code"]
        device = actions.verify_code(user=self.request.user, code=code, request=self.request, now=self.now)
        if device is None:
            form.add_error("code", ValidationError(WRONG, code="wrong"))
            return self.form_invalid(form)
        self.let_in(device)
        if not actions.is_from_app(actions.plain(code)):
            left = device.token_set.count()
            messages.warning(
                self.request, _s("Backup codes left: %(count)s. New ones: “My account”.") % {"count": left}
            )
        return redirect(self.get_success_url())

    def links(self):
        address, query = reverse("admin:second-factor"), self.request.GET.copy()
        query.pop("backup", None)
        if self.is_backup:
            return [(f"{address}?{query.urlencode()}", _s("Use the app"))]
        query["backup"] = "1"
        return [(f"{address}?{query.urlencode()}", _s("Use a backup code, because my phone is not here"))]


class SetUp(FactorPage):
    """A new app: the key is in the session until a code proves that the app has it."""

    template_name = "admin/account/set_up.html"
    form_class = SetUpForm
    title = _s("Set up the app for codes")
    back = BACK_TO_ACCOUNT
    button = _s("Finish")

    def detour(self):
        # Who has a second factor must have shown it: else the password alone could put another in its place.
        if self.request.session.get(HAS_SECOND_FACTOR) and not is_verified(self.request):
            return redirect(f"{reverse('admin:second-factor')}?{self.request.GET.urlencode()}")
        return None

    @property
    def is_change(self):
        return is_let_in(self.request)

    def key(self):
        return self.request.session.setdefault(NEW_KEY, default_key())

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user, "asks_password": self.is_change}

    def form_valid(self, form):
        user, key = self.request.user, self.key()
        facts = {"code": form.cleaned_data["code"], "request": self.request, "now": self.now}
        enrolled = actions.enrol_second_factor(user=user, key=key, **facts)
        if enrolled is None:
            form.add_error("code", _s("This code is not right. Check the clock of your phone, and take the next one."))
            return self.form_invalid(form)
        device, codes = enrolled
        del self.request.session[NEW_KEY]
        self.request.session[HAS_SECOND_FACTOR] = True
        stay(self.request, user)
        self.let_in(device)
        return self.hands_out(codes)

    def get_context_data(self, **kwargs):
        if "codes" in kwargs:
            return super().get_context_data(**kwargs)
        app = actions.unsaved_app(self.request.user, self.key())
        words = actions.key_in_words(app.key)
        return super().get_context_data(qr=drawn(app.config_url), key=words, is_change=self.is_change, **kwargs)

    def links(self):
        return super().links() if self.is_change else []


class RenewCodes(FactorPage):
    form_class = PasswordForm
    title = _s("New backup codes")
    back = BACK_TO_ACCOUNT
    button = _s("Make new codes")
    intro = (_s("You get ten new codes. Those that you have now work no longer."),)

    def detour(self):
        return None if is_verified(self.request) else redirect("admin:account")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form):
        return self.hands_out(actions.renew_backup_codes(user=self.request.user, request=self.request, now=self.now))


class RemoveFactor(RenewCodes):
    title = _s("Remove the second factor")
    button = _s("Remove it")
    intro = (_s("After that your password alone opens the desk."),)

    def detour(self):
        return redirect("admin:account") if second_factor_is_required(self.request.user) else super().detour()

    def form_valid(self, form):
        user = self.request.user
        actions.remove_second_factor(user=user, request=self.request, now=self.now)
        stay(self.request, user)
        self.request.session[HAS_SECOND_FACTOR] = False
        del self.request.session[DEVICE_ID_SESSION_KEY]
        messages.success(self.request, _s("The second factor is removed."))
        return redirect("admin:account")


def drawn(text):
    """A QR code as SVG, dark on white also where the page is dark: cameras ask for it."""
    svg = segno.make(text, error="m", micro=False).svg_inline(
        scale=4, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(svg)  # made of numbers by segno
