"""The accounts of the desk as administrators see them: who is invited, who has a second factor, what may be done."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from cic_portal.accounts.actions import change_account
from cic_portal.accounts.audit.actions import record
from cic_portal.accounts.audit.changes import difference, facts_of
from cic_portal.accounts.invitations.actions import invite_again, is_expected, withdraw_invitation
from cic_portal.accounts.invitations.views import InviteColleague
from cic_portal.accounts.models import Action, User
from cic_portal.accounts.passwords.actions import send_password_link
from cic_portal.accounts.second_factor.actions import reset_second_factor
from cic_portal.languages import staff_text as _s
from cic_portal.templatetags.portal import moment


def state_of(user, now):
    """In a few words what an administrator wants to know of an account; `user` comes from `with_state`."""
    if user.invitation_expires_at and not (user.invitation_accepted_at or user.has_usable_password()):
        if user.invitation_withdrawn_at:
            return _s("invitation withdrawn")
        if user.invitation_expires_at <= now:
            return _s("invitation expired")
        return _s("invited until %(moment)s") % {"moment": moment(user.invitation_expires_at)}
    if not user.is_active:
        return _s("disabled")
    return _s("active") if user.has_second_factor else _s("active, without a second factor")


class AccountVerbs:
    """For the admin of accounts: an invitation in the place of a typed password, and verbs on the page of an account."""

    change_form_template = "admin/account/change_form.html"

    def get_urls(self):
        invite = self.admin_site.admin_view(InviteColleague.as_view(model_admin=self))
        verbs = [
            path(f"<int:pk>/{verb}/", self.admin_site.admin_view(require_POST(view)), name=f"accounts_user_{name}")
            for verb, name, view in (
                ("invite-again", "invite_again", self.invite_again),
                ("withdraw", "withdraw", self.withdraw),
                ("password-link", "password_link", self.password_link),
                ("reset-second-factor", "reset_factor", self.reset_factor),
            )
        ]
        # Django’s own page to type somebody else’s password is not among them.
        others = [url for url in super().get_urls() if url.name != "auth_user_password_change"]
        return [path("add/", invite, name="accounts_user_add"), *verbs, *others]

    def get_queryset(self, request):
        return super().get_queryset(request).with_state()

    @admin.display(description=_s("state"))
    def state(self, user):
        return state_of(user, timezone.now())

    def has_power_over(self, request, user):
        """Who administers accounts may not put themselves above somebody who may do everything."""
        return self.has_change_permission(request, user) and (request.user.is_superuser or not user.is_superuser)

    def invite_again(self, request, pk):
        user, facts = self.target(request, pk)
        done = invite_again(user=user, **facts)
        return self.back(request, user, done, _s("A new invitation is on its way. The old link works no longer."))

    def withdraw(self, request, pk):
        user, facts = self.target(request, pk)
        return self.back(request, user, withdraw_invitation(user=user, **facts), _s("The invitation is withdrawn."))

    def password_link(self, request, pk):
        user, facts = self.target(request, pk)
        done = bool(user.email and user.has_usable_password()) and send_password_link(user=user, **facts)
        return self.back(request, user, done, _s("A letter with a link to a new password is on its way."))

    def reset_factor(self, request, pk):
        user, facts = self.target(request, pk)
        # For oneself “My account” asks for the password first; a desk left open must not do without.
        is_of_colleague = user != request.user
        if is_of_colleague:
            reset_second_factor(user=user, **facts)
        done = _s("The second factor is reset. At the next login this person sets up a new app.")
        return self.back(request, user, is_of_colleague, done)

    def target(self, request, pk):
        """(the account, who does it when and from where) for a verb; refuses who has no power over it."""
        user = User.objects.filter(pk=pk).first()
        if user is None:
            raise Http404("No such account")
        if not self.has_power_over(request, user):
            raise PermissionDenied
        return user, {"by": request.user, "request": request, "now": timezone.now()}

    def back(self, request, user, is_done, sentence):
        refused = _s("Nothing was changed: this is not possible for this account now.")
        self.message_user(request, sentence if is_done else refused, messages.SUCCESS if is_done else messages.WARNING)
        return redirect("admin:accounts_user_change", user.pk)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            may = self.has_power_over(request, obj)
            context |= {
                "may_invite_again": may and is_expected(obj),
                "may_send_link": may and bool(obj.email and obj.is_active and obj.has_usable_password()),
                "may_reset_factor": may and obj.has_second_factor and obj != request.user,
                "account_state": self.state(obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """`save_related` saves the account together with its roles, so that a change of both is one record."""

    def save_related(self, request, form, formsets, change):
        account = form.instance
        before = facts_of(User.objects.get(pk=account.pk))
        # All that the form has, not what was typed alone: who is no translator any more loses the languages, too.
        columns = [column.name for column in account._meta.concrete_fields if column.name in form.fields]
        change_account(user=account, columns=columns)
        super().save_related(request, form, formsets, change)
        user = User.objects.get(pk=account.pk)
        if changed := difference(before, facts_of(user)):
            now = timezone.now()
            record(action=Action.ACCOUNT_CHANGED, by=request.user, about=user, request=request, now=now, **changed)

    def delete_model(self, request, obj):
        self.record_deletion(request, obj)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        """In one transaction, which Django begins for the deletion of one account only, not for that of a list."""
        for user in queryset:
            self.record_deletion(request, user)
        super().delete_queryset(request, queryset)

    def record_deletion(self, request, user):
        record(action=Action.ACCOUNT_DELETED, by=request.user, about=user, request=request, now=timezone.now())
