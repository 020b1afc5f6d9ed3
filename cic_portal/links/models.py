from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from cic_portal.languages import staff_text as _s
from cic_portal.links.reasons import Reason
from cic_portal.outgoing.targets import LONGEST

# A worker that holds a link for longer than this has died; another one may check it.
LEASE = timedelta(minutes=5)


class LinkQuerySet(models.QuerySet):
    def due(self, now):
        """Links to check at `now`, those waiting longest first; hosts that want a rest get it."""
        resting = Host.objects.filter(free_at__gt=now).values("name")
        free = self.filter(Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - LEASE))
        return free.filter(next_check_at__lte=now).exclude(host__in=resting).order_by("next_check_at", "pk")

    def broken(self):
        return self.filter(state=Link.State.BROKEN)

    def to_mend(self):
        """What somebody has to change in a text."""
        return self.filter(state__in=Link.State.to_mend())

    def witnesses(self, silent_host, count):
        """Addresses at `count` other sites, those that worked lately first: to tell whose fault a silence is."""
        others = self.exclude(host__in=("", silent_host)).exclude(state__in=(Link.State.BROKEN, Link.State.REFUSED))
        lately = others.order_by(F("checked_at").desc(nulls_last=True), "pk").values_list("host", "address")[:200]
        by_host = {}
        for host, address in lately:
            by_host.setdefault(host, address)
        return list(by_host.values())[:count]

    def worst_first(self):
        return self.order_by(*WORST_FIRST)


class Link(models.Model):
    """One address that our texts name, and how it is."""

    class State(models.TextChoices):
        """The worst first."""

        BROKEN = "broken", _s("broken")
        REFUSED = "refused", _s("not opened")
        MOVED = "moved", _s("moved for good")
        FAILING = "failing", _s("does not answer, is tried again")
        UNCLEAR = "unclear", _s("please open it yourself")
        UNCHECKED = "unchecked", _s("not checked yet")
        OK = "ok", _s("works")

        @classmethod
        def to_mend(cls):
            return (cls.BROKEN, cls.REFUSED, cls.MOVED)

    address = models.CharField(_s("address"), max_length=LONGEST, unique=True)
    host = models.CharField(_s("site"), max_length=255, blank=True, db_index=True)
    state = models.CharField(_s("state"), max_length=10, choices=State, default=State.UNCHECKED)
    reason = models.CharField(_s("reason"), max_length=20, choices=Reason, blank=True)
    status = models.PositiveSmallIntegerField(_s("answer of the site"), null=True, blank=True)
    leads_to = models.CharField(_s("leads to"), max_length=LONGEST, blank=True)
    checked_at = models.DateTimeField(_s("checked at"), null=True, blank=True)
    failed_since = models.DateTimeField(_s("fails since"), null=True, blank=True)
    # Failures in a row, at most one a day: a site that is down for an afternoon breaks no link.
    failures = models.PositiveSmallIntegerField(_s("failed checks"), default=0)
    failed_on = models.DateField(null=True, blank=True)
    next_check_at = models.DateTimeField(_s("next check"))
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["address"]
        indexes = [
            models.Index(fields=["next_check_at"], name="links_to_check"),
            models.Index(fields=["state", "failed_since"], name="links_by_state"),
        ]
        permissions = [("check_link", "Can have links checked again")]
        verbose_name = _s("link")
        verbose_name_plural = _s("links")

    def __str__(self):
        return self.address

    @property
    def is_refused(self):
        return self.state == self.State.REFUSED

    @property
    def failing_status(self):
        """The HTTP status that the site answered with, when it is not that all is well; else None."""
        return None if self.state == self.State.OK else self.status

    @property
    def new_address(self):
        """What to write instead; "" where the page itself is probably gone."""
        return self.leads_to if self.state == self.State.MOVED and not self.reason else ""

    @property
    def is_asked_for(self):
        """Somebody wants it checked before its time, and it has not been yet."""
        return self.checked_at is None or self.next_check_at < self.checked_at


WORST_FIRST = (
    models.Case(
        *(models.When(state=state, then=place) for place, state in enumerate(Link.State)),
        output_field=models.IntegerField(),
    ).asc(),
    Lower("address").asc(),
)


class LinkUse(models.Model):
    """Where a link stands: a field of a row, in the language `code` ("" when the field is the same in all of them).

    `owner` is what staff open to change it, which for a part (a section) is the whole (its guide).
    """

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="uses", verbose_name=_s("link"))
    model = models.CharField(max_length=80)
    row = models.PositiveBigIntegerField()
    field = models.CharField(max_length=80)
    code = models.CharField(_s("language"), max_length=10, blank=True)
    owner_model = models.CharField(max_length=80)
    owner_row = models.PositiveBigIntegerField()
    owner_name = models.CharField(_s("where"), max_length=200)

    class Meta:
        ordering = ["owner_name", "model", "row", "field", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "model", "row", "field", "code"], name="link_is_used_once_in_a_field"
            )
        ]
        verbose_name = _s("use of a link")
        verbose_name_plural = _s("uses of links")

    def __str__(self):
        return f"{self.owner_name} ({self.field} {self.code})".replace(" )", ")")


class Host(models.Model):
    """A site that is asked at most once in a while, by all workers together."""

    name = models.CharField(max_length=255, primary_key=True)
    free_at = models.DateTimeField()

    def __str__(self):
        return self.name


class Watch(models.Model):
    """The one row that says when texts were last read for links, and until when our own network is thought to be down."""

    collected_at = models.DateTimeField(null=True, blank=True)
    offline_until = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return "links"
