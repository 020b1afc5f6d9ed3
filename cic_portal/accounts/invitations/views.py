from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

from cic_portal.accounts.invitations.actions import accept_invitation, invitation_of, invite
from cic_portal.accounts.invitations.forms import InviteForm
from cic_portal.accounts.pages import FormPage, in_language_of
from cic_portal.accounts.passwords.forms import NewPasswordForm
from cic_portal.languages import staff_text as _s

TOKEN = "invitation"  # in the session, so that no address of a page that is open holds it
PASSWORDS = "django.contrib.auth.backends.ModelBackend"


class InviteColleague(FormPage):
    """For who may add accounts; takes the place of Django’s page, where one types a password for somebody else."""

    template_name = "admin/account/invite.html"
    form_class = InviteForm
    title = _s("Invite a colleague")
    button = _s("Send the invitation")

    def dispatch(self, request, *args, **kwargs):
        if not self.model_admin.has_add_permission(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        user = invite(**form.cleaned_data, by=self.request.user, request=self.request, now=self.now)
        messages.success(
            self.request,
            _s("The invitation to %(name)s is on its way. User name: %(username)s.")
            % {"name": user.called, "username": user.username},
        )
        return redirect("admin:accounts_user_changelist")


class FollowInvitation(FormPage):
    """Where the letter leads: to a password of one’s own, then to the app for codes."""

    form_class = NewPasswordForm
    title = _s("Welcome to the desk")
    button = _s("Save the password and go on")

    def dispatch(self, request, *args, token=None, **kwargs):
        self.invitation = invitation_of(token or request.session.get(TOKEN, ""), self.now)
        if token and self.invitation:
            request.session[TOKEN] = token
            return redirect("admin:invitation-password")
        reader = self.invitation and self.invitation.user
        return in_language_of(reader, lambda: super(FollowInvitation, self).dispatch(request, *args, **kwargs))

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.invitation else self.get(request)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.invitation and self.invitation.user}

    def get_context_data(self, **kwargs):
        if self.invitation is None:
            return super().get_context_data(
                form=None,
                title=_s("This invitation works no longer"),
                intro=[
                    _s("It was used already, it is too old, or a newer letter took its place. Ask your administrator.")
                ],
                links=[(reverse("admin:login"), _s("To the login"))],
            )
        username = self.invitation.user.get_username()
        intro = [_s("Your user name is %(name)s. Choose a password that only you know.") % {"name": username}]
        return super().get_context_data(intro=intro, **kwargs)

    def form_valid(self, form):
        token = self.request.session[TOKEN]
        user = accept_invitation(token=token, password=form.password, request=self.request, now=self.now)
        if user is None:
            self.invitation = None
            return self.get(self.request)
        self.request.session.flush()
        login(self.request, user, backend=PASSWORDS)
        return redirect("admin:index")
