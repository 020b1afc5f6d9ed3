from csp.decorators import csp_update
from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.views import LogoutView
from django.urls import path
from django.utils import timezone

from cic_portal.accounts.account import KeptForm, LogIn, LogOutEverywhere, MyAccount
from cic_portal.accounts.invitations.views import FollowInvitation
from cic_portal.accounts.passwords.views import AskForPassword, ChangePassword, LinkSent, SetNewPassword
from cic_portal.accounts.second_factor import is_let_in
from cic_portal.accounts.second_factor.views import GiveCode, RemoveFactor, RenewCodes, SetUp
from cic_portal.accounts.sessions import Ending
from cic_portal.desk.dashboard import home_of
from cic_portal.editing.desk import DeletedPage
from cic_portal.home.app_list import grouped
from cic_portal.home.gallery import GalleryPage
from cic_portal.home.languages_home import translations_at_home
from cic_portal.languages import staff_text as _s
from cic_portal.leaflets import views
from cic_portal.richtext.plain import hears_visible_signs, words_only
from cic_portal.richtext.views import readability_hint
from cic_portal.translations.desk import urls as translation_desk
from cic_portal.translations.desk.launch import LanguagesPage
from cic_portal.translations.exchange import pages as exchange
from cic_portal.translations.machine import pages as machine
from services.mentions import mention_choices


class DeskSite(AdminSite):
    site_header = _s("Foreigners’ Integration Centre in Kalisz: staff desk")
    site_title = _s("Staff desk")
    index_title = _s("Today")
    index_template = "admin/desk_index.html"

    def register(self, model_or_iterable, admin_class=None, **options):
        super().register(model_or_iterable, words_only(admin_class or ModelAdmin), **options)

    def admin_view(self, view, cacheable=False):
        # Inside, because Django's own wrapper decides whether the form may be read at all.
        view = super().admin_view(hears_visible_signs(view), cacheable)
        return csp_update(settings.ADMIN_CONTENT_SECURITY_POLICY)(view)

    def has_permission(self, request):
        """A password alone is not enough: see cic_portal.accounts.second_factor."""
        return super().has_permission(request) and is_let_in(request)

    def each_context(self, request):
        """Who is still at the door sees nothing of the house."""
        context = super().each_context(request)
        return (
            context if context["has_permission"] else {**context, "available_apps": [], "is_nav_sidebar_enabled": False}
        )

    def get_urls(self):
        return [
            *self.doors(),
            path("texts/readability/", self.admin_view(readability_hint), name="readability"),
            path("texts/mentions/", self.admin_view(mention_choices), name="mentions"),
            path("account/", self.admin_view(MyAccount.as_view()), name="account"),
            path("account/backup-codes/", self.admin_view(RenewCodes.as_view()), name="backup-codes"),
            path("account/remove-second-factor/", self.admin_view(RemoveFactor.as_view()), name="remove-second-factor"),
            path("account/log-out-everywhere/", self.admin_view(LogOutEverywhere.as_view()), name="log-out-everywhere"),
            path("account/kept-form/", self.admin_view(KeptForm.as_view()), name="kept-form"),
            path("password_change/", self.admin_view(ChangePassword.as_view()), name="password_change"),
            path("deleted/", self.admin_view(DeletedPage.as_view()), name="deleted"),
            path("gallery/", self.admin_view(GalleryPage.as_view()), name="gallery"),
            path("leaflets/", self.admin_view(views.LeafletsPage.as_view()), name="leaflets"),
            path("leaflets/poster.pdf", self.admin_view(views.poster_pdf, cacheable=True), name="leaflets-poster"),
            path("leaflets/cards-<code>.pdf", self.admin_view(views.cards_pdf, cacheable=True), name="leaflets-cards"),
            path("languages/", self.admin_view(LanguagesPage.as_view()), name="languages"),
            *translation_desk.addresses(self),
            *exchange.addresses(self),
            *machine.addresses(self),
            *super().get_urls(),
        ]

    def doors(self):
        """Pages for who is not in yet; DeskMiddleware.OPEN names them, too."""
        return [
            path("login/", LogIn.as_view(authentication_form=AdminAuthenticationForm), name="login"),
            path("logout/", LogoutView.as_view(next_page=f"/admin/login/?why={Ending.LOGGED_OUT}"), name="logout"),
            path("second-factor/", GiveCode.as_view(), name="second-factor"),
            path("second-factor/set-up/", SetUp.as_view(), name="second-factor-set-up"),
            path("new-password/", AskForPassword.as_view(), name="password-link"),
            path("new-password/sent/", LinkSent.as_view(), name="password-link-sent"),
            path("new-password/<uidb64>/<token>/", SetNewPassword.as_view(), name="new-password"),
            path("invitation/", FollowInvitation.as_view(), name="invitation-password"),
            path("invitation/<token>/", FollowInvitation.as_view(), name="invitation"),
        ]

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        return apps if app_label else grouped(apps)

    def index(self, request, extra_context=None):
        """What waits today, and below it every list."""
        now = timezone.now()
        context = {
            "home": home_of(request, self, now),
            "translations": translations_at_home(request.user, self),
            "today": timezone.localdate(now),
        }
        return super().index(request, {**context, **(extra_context or {})})
