from datetime import timedelta

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django_otp.plugins.otp_totp.models import TOTPDevice

from cic_portal import languages
from cic_portal.accounts.roles import Role
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.models import RECORDS_KEPT, AppendOnlyQuerySet, AppendOnlyRecord

# Who failed to come in is of use while somebody may still ask about it, and no longer.
FAILURES_KEPT = timedelta(days=90)


class StaffQuerySet(models.QuerySet):
    def with_state(self):
        """What the list of accounts says of each: its last invitation, and whether it has a second factor."""
        last = Invitation.objects.filter(user=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            has_second_factor=Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)),
            invitation_expires_at=Subquery(last.values("expires_at")[:1]),
            invitation_accepted_at=Subquery(last.values("accepted_at")[:1]),
            invitation_withdrawn_at=Subquery(last.values("withdrawn_at")[:1]),
        )


class StaffManager(UserManager.from_queryset(StaffQuerySet)):
    pass


class User(AbstractUser):
    """A member of staff. Visitors have no accounts."""

    desk_language = models.CharField(
        _s("language of the desk"),
        max_length=2,
        choices=[(code, languages.BY_CODE[code].own_name) for code in languages.STAFF_LANGUAGES],
        default=languages.SOURCE,
    )
    languages = models.JSONField(
        _s("languages of a translator"),
        default=list,
        blank=True,
        help_text=_s("Translations into these languages may be saved, and into no other."),
    )
    # Made by `make serve` for one machine; never what an account on a public portal is.
    is_local_login = models.BooleanField(_s("local login"), default=False, editable=False)
    # Part of what a session is signed with: one more, and every session of this account has ended.
    session_generation = models.PositiveIntegerField(default=0, editable=False)

    objects = StaffManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _s("member of staff")
        verbose_name_plural = _s("staff")

    @cached_property
    def roles(self):
        """The Roles of this person: one query, or none when the groups are there already."""
        return frozenset(Role(group.name) for group in self.groups.all() if group.name in Role.values)

    def has_role(self, role):
        return role in self.roles

    @property
    def translates_everything(self):
        return self.is_superuser or bool(self.roles & {Role.ADMINISTRATOR, Role.EDITOR})

    def may_translate(self, code):
        """Whether translations into the language `code` may be saved by this person."""
        if code not in languages.TARGETS:
            return False
        return self.translates_everything or (self.has_role(Role.TRANSLATOR) and code in self.languages)

    @property
    def called(self):
        """How a letter or a list calls this person."""
        return self.get_full_name() or self.get_username()

    def _get_session_auth_hash(self, secret=None):
        """Django’s own hash of the password, and the generation: whichever changes ends the sessions."""
        signed = f"{self.password} {self.session_generation}"
        return salted_hmac("cic_portal.accounts.session", signed, secret=secret, algorithm="sha256").hexdigest()


class InvitationQuerySet(models.QuerySet):
    def open_at(self, now):
        """Those whose link works at `now`."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """One letter to a new colleague. The link in it works once, and until the next letter, a withdrawal or its end."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    # The link itself is in the letter alone; whoever reads this table cannot follow it.
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _s("invitation")
        verbose_name_plural = _s("invitations")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="invitation_is_accepted_or_withdrawn"
            )
        ]

    def __str__(self):
        return f"{self.user} {self.created_at:%Y-%m-%d}"


class AuditRecordQuerySet(AppendOnlyQuerySet):
    def past_retention(self, today):
        long_ago = Q(at__date__lt=today - RECORDS_KEPT)
        return self.filter(long_ago | Q(action__in=FAILURES, at__date__lt=today - FAILURES_KEPT))


class AuditRecord(AppendOnlyRecord):
    """Somebody came in, failed to, or changed who may. Who saw what of visitors is in `AccessRecord`."""

    class Action(models.TextChoices):
        LOGIN = "login", _s("logged in")
        LOGIN_FAILED = "login failed", _s("wrong name or password")
        LOCKED_OUT = "locked out", _s("locked out for a while")
        LOGOUT = "logout", _s("logged out")
        SESSION_ENDED = "session ended", _s("session ended by its limit")
        LOGGED_OUT_EVERYWHERE = "logged out everywhere", _s("logged out everywhere")
        CODE_PASSED = "code passed", _s("gave the right code")
        CODE_FAILED = "code failed", _s("wrong code")
        BACKUP_CODE_USED = "backup code used", _s("used a backup code")
        FACTOR_ENROLLED = "factor enrolled", _s("set up the second factor")
        FACTOR_REMOVED = "factor removed", _s("removed the second factor")
        FACTOR_RESET = "factor reset", _s("second factor reset by an administrator")
        CODES_RENEWED = "codes renewed", _s("made new backup codes")
        PASSWORD_CHANGED = "password changed", _s("changed the password")
        PASSWORD_ASKED = "password asked", _s("asked for a new password")
        PASSWORD_RESET = "password reset", _s("set a new password by the link in a letter")
        INVITED = "invited", _s("invited")
        INVITATION_WITHDRAWN = "invitation withdrawn", _s("invitation withdrawn")
        INVITATION_ACCEPTED = "invitation accepted", _s("followed the invitation")
        ACCOUNT_CHANGED = "account changed", _s("account changed")
        ACCOUNT_DELETED = "account deleted", _s("account deleted")

    at = models.DateTimeField(_s("when"), db_index=True)
    action = models.CharField(_s("what"), max_length=30, choices=Action)
    # Empty when nobody was known yet: what somebody typed as a name may be a password in the wrong box.
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_s("who"))
    actor_name = models.CharField(_s("who"), max_length=150, blank=True)
    subject = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_s("whose account")
    )
    subject_name = models.CharField(_s("whose account"), max_length=150, blank=True)
    details = models.JSONField(_s("details"), default=dict)
    # Without its last part: enough to tell two places apart, too little to find a person.
    network = models.CharField(_s("from where"), max_length=45, blank=True)

    objects = AuditRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        verbose_name = _s("record of the desk")
        verbose_name_plural = _s("records of the desk")

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action}"


Action = AuditRecord.Action
FAILURES = (Action.LOGIN_FAILED, Action.LOCKED_OUT, Action.CODE_FAILED)
