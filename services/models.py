from datetime import timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import ExpressionWrapper, Prefetch, Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from cic_portal.languages import staff_text as _s
from cic_portal.pictures.models import Pictured
from cic_portal.publishing.models import Publishable, PublishableQuerySet, ends_after_it_starts
from cic_portal.texts.models import Translatable
from services.booking import givers
from services.links import validate_https, validate_links


class Icon(models.TextChoices):
    """Names of the drawings in static/icons/sprite.svg."""

    BRIEFCASE = "briefcase", _s("briefcase")
    CAP = "cap", _s("graduation cap")
    DOCUMENT = "document", _s("document")
    FAMILY = "family", _s("family")
    HEART = "heart", _s("heart")
    HOME = "home", _s("house")
    INFO = "info", _s("letter i")
    MEGAPHONE = "megaphone", _s("megaphone")
    PEOPLE = "people", _s("two people")
    PIN = "pin", _s("map pin")
    SCALES = "scales", _s("scales")
    SHIELD = "shield", _s("shield")
    SPEECH = "speech", _s("speech bubble")


class Topic(Publishable, Translatable):
    slug = models.SlugField(
        _s("address"), unique=True, help_text=_s("Part of the page address. Do not change it later.")
    )
    title = models.CharField(_s("title"), max_length=120)
    summary = models.CharField(
        _s("summary"), max_length=200, help_text=_s("Two to six words for the card on the home page.")
    )
    body = models.TextField(_s("introduction"), blank=True)
    icon = models.CharField(_s("drawing"), max_length=20, choices=Icon, default=Icon.DOCUMENT)
    position = models.PositiveSmallIntegerField(_s("position"), default=0)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _s("topic")
        verbose_name_plural = _s("topics")

    def __str__(self):
        return self.text_in("title", "pl")


class OfficeQuerySet(PublishableQuerySet):
    def in_order(self):
        return self.order_by("position", "name")


class Office(Publishable, Translatable):
    """An institution; a field that nobody has confirmed is empty, never guessed."""

    slug = models.SlugField(_s("address"), unique=True)
    name = models.CharField(_s("official Polish name"), max_length=200)
    description = models.TextField(_s("what can be settled there"), blank=True)
    hours = models.CharField(
        _s("opening hours"), max_length=300, blank=True, help_text=_s("With the year of the source.")
    )
    address = models.CharField(_s("street and town"), max_length=200, blank=True)
    phone = PhoneNumberField(_s("phone"), blank=True)
    email = models.EmailField(_s("e-mail"), blank=True)
    website = models.URLField(_s("website"), blank=True, validators=[validate_https])
    position = models.PositiveSmallIntegerField(_s("position"), default=0)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _s("office")
        verbose_name_plural = _s("offices")

    def __str__(self):
        return self.name


class GuideQuerySet(PublishableQuerySet):
    def published(self, now):
        """A guide is published when its topic is, too."""
        return super().published(now).filter(topic__in=Topic.objects.published(now))

    def listed(self, now):
        """Published guides with what a list shows."""
        return self.published(now).select_related("topic")

    def related_to_show(self, now):
        """What to prefetch for a guide's own page besides its sections: offices, and the listed ones of “see also”."""
        return ("offices", Prefetch("see_also", self.listed(now), to_attr="listed_see_also"))


class Guide(Publishable, Pictured, Translatable):
    """One question answered."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="guides", verbose_name=_s("topic"))
    slug = models.SlugField(
        _s("address"), unique=True, help_text=_s("Part of the page address. Do not change it later.")
    )
    title = models.CharField(_s("title"), max_length=160)
    summary = models.CharField(
        _s("summary"), max_length=300, help_text=_s("One or two sentences. Shown in lists and under the title.")
    )
    keywords = models.CharField(
        _s("search words"),
        max_length=500,
        blank=True,
        help_text=_s("Words that people really type, with commas between."),
    )
    offices = models.ManyToManyField(Office, blank=True, related_name="guides", verbose_name=_s("offices"))
    see_also = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="seen_from", verbose_name=_s("see also")
    )
    official_links = models.JSONField(_s("official pages"), default=list, blank=True, validators=[validate_links])
    sources = models.JSONField(_s("sources"), default=list, blank=True, validators=[validate_links])
    exit_page = models.BooleanField(
        _s("safety page"), default=False, help_text=_s("Shows a button that leaves the page at once.")
    )
    position = models.PositiveSmallIntegerField(_s("position"), default=0)

    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering = ["topic", "position", "pk"]
        indexes = [models.Index(fields=["topic", "position"], name="guide_in_its_topic")]
        verbose_name = _s("guide")
        verbose_name_plural = _s("guides")

    def __str__(self):
        return self.text_in("title", "pl")

    def is_visible(self, now=None):
        return super().is_visible(now) and self.topic.is_visible(now)

    def parts(self):
        return sorted(self.sections.all(), key=lambda section: section.place)

    def leads_back(self, targets):
        """The first of `targets` from which “see also” would lead round to this guide again, or None."""
        for target in targets:
            reached, waiting = set(), {target.pk}
            while waiting:
                reached |= waiting
                waiting = set(
                    Guide.see_also.through.objects.filter(from_guide__in=waiting).values_list("to_guide", flat=True)
                )
                waiting -= reached
            if self.pk in reached:
                return target
        return None


class Situation(Publishable, Translatable):
    """What a newcomer may say of themselves; leads to the guides that help first. Nothing of the choice is kept."""

    slug = models.SlugField(
        _s("address"), unique=True, help_text=_s("Part of the page address. Do not change it later.")
    )
    title = models.CharField(_s("title"), max_length=120, help_text=_s("In the reader's words: “I look for work”."))
    summary = models.CharField(_s("summary"), max_length=200)
    icon = models.CharField(_s("drawing"), max_length=20, choices=Icon, default=Icon.INFO)
    guides = models.ManyToManyField(
        Guide, through="SituationGuide", related_name="situations", verbose_name=_s("guides")
    )
    position = models.PositiveSmallIntegerField(_s("position"), default=0)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _s("situation")
        verbose_name_plural = _s("situations")

    def __str__(self):
        return self.text_in("title", "pl")


class SituationGuide(models.Model):
    """A guide at its place in the list of a situation."""

    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="entries")
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, verbose_name=_s("guide"))
    position = models.PositiveSmallIntegerField(_s("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["situation", "guide"], name="situation_names_a_guide_once")]
        verbose_name = _s("guide of a situation")
        verbose_name_plural = _s("guides of a situation")

    def __str__(self):
        return str(self.guide)


class Section(Translatable):
    """A part of a guide. Kinds are fixed, so their headings read the same everywhere (Open Referral names in brackets)."""

    class Kind(models.TextChoices):
        WHAT = "what", _("What it is")
        WHO = "who", _("Who it is for")  # eligibility_description
        DOCUMENTS = "documents", _("What to bring")  # required_documents
        STEPS = "steps", _("What to do, step by step")  # application_process
        WHERE = "where", _("Where to go")
        COST = "cost", _("What it costs")  # fees_description
        TIME = "time", _("How long it takes")
        GOOD_TO_KNOW = "good_to_know", _("Good to know")

    PART_OF = "guide"

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="sections", verbose_name=_s("guide"))
    kind = models.CharField(_s("kind"), max_length=20, choices=Kind)
    body = models.TextField(
        _s("text"), help_text=_s("Short sentences. [[official term]] and {{amount}} as in the guide for editors.")
    )
    loaded_record = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guide", "kind"], name="guide_has_one_section_of_each_kind"),
        ]
        verbose_name = _s("section")
        verbose_name_plural = _s("sections")

    def __str__(self):
        return str(self.get_kind_display())

    @property
    def place(self):
        """Where this kind stands among the kinds: sections are sorted by it."""
        return list(self.Kind).index(self.kind)

    def heading_of(self, field):
        return str(self.get_kind_display())


class Term(Publishable, Translatable):
    """An official Polish term: the word on the door and on the form."""

    slug = models.SlugField(_s("address"), unique=True)
    name = models.CharField(
        _s("Polish term"), max_length=120, unique=True, help_text=_s("Exactly as written in [[…]].")
    )
    equivalent = models.CharField(
        _s("equivalent"), max_length=160, blank=True, help_text=_s("The same thing in the reader's language.")
    )
    meaning = models.TextField(_s("meaning"), help_text=_s("One or two plain sentences."))

    objects = PublishableQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _s("term")
        verbose_name_plural = _s("terms")

    def __str__(self):
        return self.name


class AmountQuerySet(PublishableQuerySet):
    def expired(self, today):
        """The rule of Amount.is_expired, in SQL."""
        return self.filter(valid_through__lt=today)

    def expiring(self, today):
        """Those whose last day is one of the next thirty, today among them."""
        return self.filter(valid_through__gte=today, valid_through__lt=today + timedelta(days=30))


class Amount(Publishable, Translatable):
    """A sum set by law. Texts name it by its slug, so one edit changes it in every language."""

    class Unit(models.TextChoices):
        PLN = "PLN", "zł"
        EUR = "EUR", "€"

    slug = models.SlugField(_s("key"), max_length=80, unique=True, help_text=_s("Exactly as written in {{…}}."))
    label = models.CharField(_s("what it is"), max_length=200)
    value = models.DecimalField(_s("value"), max_digits=10, decimal_places=2)
    unit = models.CharField(_s("unit"), max_length=3, choices=Unit, default=Unit.PLN)
    valid_from = models.DateField(_s("valid from"), null=True, blank=True)
    valid_through = models.DateField(
        _s("valid through"), null=True, blank=True, help_text=_s("The last day. Empty if not set.")
    )
    source_title = models.CharField(_s("source"), max_length=200, blank=True)
    source_url = models.URLField(_s("address of the source"), blank=True, validators=[validate_https])

    objects = AmountQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            ends_after_it_starts("valid_from", "valid_through", "amount_ends_after_it_starts"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="amount_is_not_negative"),
        ]
        verbose_name = _s("amount")
        verbose_name_plural = _s("amounts")

    def __str__(self):
        return self.slug

    @property
    def expiry(self):
        """What expired amounts of one page are grouped by: one date and one source are said once."""
        return (self.valid_through, self.source_url, self.source_title)

    def is_expired(self, today):
        return self.valid_through is not None and self.valid_through < today


class OfferQuerySet(PublishableQuerySet):
    def with_givers(self):
        """Adds `is_given`: whether any of the registered givers (services.booking) gives appointments for it."""
        is_given = reduce(or_, (Q(condition()) for condition in givers), Q(pk__in=[]))
        return self.annotate(is_given=ExpressionWrapper(is_given, models.BooleanField()))

    def bookable(self, now):
        """Published offers by appointment that somebody gives."""
        return self.published(now).with_givers().filter(is_bookable=True, is_given=True)


class Offer(Publishable, Pictured, Translatable):
    """Support that the Centre itself gives."""

    slug = models.SlugField(
        _s("address"), unique=True, help_text=_s("Part of the page address. Do not change it later.")
    )
    title = models.CharField(_s("title"), max_length=120)
    summary = models.CharField(_s("summary"), max_length=300)
    body = models.TextField(_s("text"), blank=True)
    icon = models.CharField(_s("drawing"), max_length=20, choices=Icon, default=Icon.INFO)
    is_bookable = models.BooleanField(_s("by appointment"), default=False)
    is_sensitive = models.BooleanField(
        _s("confidential"),
        default=False,
        help_text=_s("Letters, calendars and bookings then say only “Appointment at the Centre”. Nobody is asked why."),
    )
    position = models.PositiveSmallIntegerField(_s("position"), default=0)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _s("offer")
        verbose_name_plural = _s("offers")

    def __str__(self):
        return self.text_in("title", "pl")

    @property
    def can_be_booked(self):
        """Whether visitors find times to choose. Needs `with_givers`."""
        return self.is_bookable and self.is_given
