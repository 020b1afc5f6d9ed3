"""Situations as factories: `GuideFactory(untranslated=True)`, not ten lines of columns."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory

from cic_portal.accounts.models import User
from cic_portal.bookings.references import new_reference
from cic_portal.languages import CODES, TARGETS
from cic_portal.links.models import Link
from cic_portal.pictures.models import Picture
from cic_portal.publishing.models import Publishable
from contact.actions import save_closure, save_extra_opening
from contact.appointments.actions import save_absences
from contact.appointments.models import Absence, Adviser, Appointment, Availability
from contact.correspondence.models import AnswerTemplate, Message
from contact.models import Centre, Closure, ExtraOpening
from courses.demand.models import Interest
from courses.enrolments.models import Enrolment, Participant
from courses.events.models import Event
from courses.models import Course, CourseInstance
from services.models import Amount, Guide, Offer, Office, Section, Term, Topic

PASSWORD = "correct horse battery"
WARSAW = ZoneInfo("Europe/Warsaw")


def staff_member(*roles, languages=(), username="", **fields):
    """Somebody at the desk with these roles; `languages` are those of a translator."""
    user = User(username=username or "-".join(roles) or "nobody", languages=list(languages), is_staff=True, **fields)
    user.set_password(PASSWORD)
    user.save()
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


class TranslatedFactory(DjangoModelFactory):
    """Fills every translated field in every language unless `untranslated`; `reviewed` says a person has read it."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        given = {key: kwargs.pop(key) for key in list(kwargs) if key in ("untranslated", "reviewed")}
        words = {field: kwargs.pop(field) for field in model_class.translated_fields() if field in kwargs}
        instance = model_class(**kwargs)
        for field, text in words.items():
            for code in CODES[:1] if cls._is(given, "untranslated") else CODES:
                if not getattr(instance, f"{field}_{code}"):
                    setattr(instance, f"{field}_{code}", text if code == "pl" else f"{text} {code}")
        if not cls._is(given, "untranslated"):
            reader = "translator" if cls._is(given, "reviewed") else ""
            for field in model_class.translated_fields():
                for code in TARGETS:
                    instance.record_translation(code, field, origin="staff", confirmed_by=reader)
        cls._save(instance)
        return instance

    @classmethod
    def _save(cls, instance):
        instance.save()

    @staticmethod
    def _is(given, name):
        return bool(given.get(name))


class PublishedFactory(TranslatedFactory):
    class Meta:
        abstract = True

    slug = factory.Sequence(lambda number: f"thing-{number}")
    status = Publishable.Status.PUBLISHED
    untranslated = False
    reviewed = False


class PictureFactory(TranslatedFactory):
    """Its row alone; tests that need its files upload one."""

    class Meta:
        model = Picture

    alt = "Sala lekcyjna"
    digest = factory.Sequence(lambda number: f"{number:032x}")
    width = 1600
    height = 1067
    uploaded_at = datetime(2027, 1, 1, 12, tzinfo=WARSAW)
    untranslated = False
    reviewed = False


class TopicFactory(PublishedFactory):
    class Meta:
        model = Topic

    title = "Temat"
    summary = "Kilka słów"
    body = "Wstęp."


class GuideFactory(PublishedFactory):
    class Meta:
        model = Guide

    topic = factory.SubFactory(TopicFactory)
    title = "Poradnik"
    summary = "O czym to jest."
    keywords = "słowa"
    assured_on = date(2026, 11, 1)


class SectionFactory(TranslatedFactory):
    class Meta:
        model = Section

    guide = factory.SubFactory(GuideFactory)
    kind = Section.Kind.WHAT
    body = "Zdanie."
    untranslated = False
    reviewed = False


class OfficeFactory(PublishedFactory):
    class Meta:
        model = Office

    name = factory.Sequence(lambda number: f"Urząd {number}")
    description = "Co tu załatwisz."


class TermFactory(PublishedFactory):
    class Meta:
        model = Term

    name = factory.Sequence(lambda number: f"słowo {number}")
    equivalent = "odpowiednik"
    meaning = "Znaczenie."


class AmountFactory(PublishedFactory):
    class Meta:
        model = Amount

    label = "kwota"
    value = "1234.00"


class OfferFactory(PublishedFactory):
    class Meta:
        model = Offer

    title = "Wsparcie"
    summary = "Pomagamy."
    body = "Tekst."


class CourseFactory(PublishedFactory):
    class Meta:
        model = Course

    title = "Kurs"
    summary = "Uczymy."
    body = "Tekst."


class CourseInstanceFactory(DjangoModelFactory):
    class Meta:
        model = CourseInstance

    course = factory.SubFactory(CourseFactory)
    status = Publishable.Status.PUBLISHED
    starts_on = date(2027, 2, 1)
    ends_on = date(2027, 3, 31)
    weekdays = [1, 3]
    starts_at = time(17)
    ends_at = time(18, 30)
    place = "ul. Nowy Świat 13, sala 1"
    languages_of_instruction = ["pl", "uk"]


class EventFactory(PublishedFactory):
    class Meta:
        model = Event

    title = "Spotkanie"
    summary = "Przyjdź."
    body = "Tekst."
    starts_at = datetime(2027, 2, 1, 17, tzinfo=WARSAW)
    ends_at = datetime(2027, 2, 1, 19, tzinfo=WARSAW)
    place = "ul. Nowy Świat 13"


class ClosureFactory(TranslatedFactory):
    class Meta:
        model = Closure

    centre = factory.LazyFunction(lambda: Centre.objects.get(is_home=True))
    starts_on = date(2027, 2, 1)
    ends_on = date(2027, 2, 2)
    reason = "Szkolenie."
    untranslated = False
    reviewed = False

    @classmethod
    def _save(cls, instance):
        save_closure(closure=instance, now=timezone.now())


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = Participant

    class Params:
        phone_only = factory.Trait(email="", phone="+48600123456")

    given_name = "Olena"
    family_name = factory.Sequence(lambda number: "Kowal" + "".join("abcdefghij"[int(digit)] for digit in str(number)))
    email = factory.Sequence(lambda number: f"person{number}@example.org")
    language = "uk"
    created_at = datetime(2027, 1, 1, 12, tzinfo=WARSAW)


class EnrolmentFactory(DjangoModelFactory):
    """`waiting`, `offered`, `completed` and `cancelled` are situations; without one the person has a place.

    It is for a course run, or for the `event` that is given.
    """

    class Meta:
        model = Enrolment

    class Params:
        waiting = factory.Trait(status=Enrolment.Status.WAITING)
        offered = factory.Trait(
            status=Enrolment.Status.OFFERED, offer_expires_at=datetime(2027, 1, 12, 12, tzinfo=WARSAW)
        )
        completed = factory.Trait(status=Enrolment.Status.COMPLETED)
        cancelled = factory.Trait(status=Enrolment.Status.CANCELLED, ended=Enrolment.Ended.BY_PERSON)

    reference = factory.LazyFunction(new_reference)
    participant = factory.SubFactory(ParticipantFactory)
    event = None
    course_instance = factory.Maybe("event", None, factory.SubFactory(CourseInstanceFactory))
    status = Enrolment.Status.CONFIRMED
    queued_at = factory.Sequence(lambda number: datetime(2027, 1, 2, 12, tzinfo=WARSAW) + timedelta(minutes=number))
    changed_at = factory.SelfAttribute("queued_at")


class InterestFactory(DjangoModelFactory):
    class Meta:
        model = Interest

    offers = ["polish"]
    level = "A1"
    times = ["evening"]
    language = "ka"
    email = factory.Sequence(lambda number: f"wish{number}@example.org")
    created_at = datetime(2027, 1, 10, 12, tzinfo=WARSAW)


class ExtraOpeningFactory(TranslatedFactory):
    class Meta:
        model = ExtraOpening

    on = date(2027, 1, 30)
    opens = time(9)
    closes = time(13)
    reason = "Dzień otwarty."
    untranslated = False
    reviewed = False

    @classmethod
    def _save(cls, instance):
        save_extra_opening(opening=instance, now=timezone.now())


class AdviserFactory(DjangoModelFactory):
    """`offers` are Offers; `on` are weekdays on which the adviser is there from 9 to 12, 45 minutes for each visitor."""

    class Meta:
        model = Adviser
        skip_postgeneration_save = True

    desk_name = factory.Sequence(lambda number: f"Doradca {number}")
    languages = ["pl", "uk"]

    @factory.post_generation
    def offers(self, create, extracted, **kwargs):
        self.offers.set(extracted or [])

    @factory.post_generation
    def on(self, create, extracted, **kwargs):
        for weekday in extracted or ():
            AvailabilityFactory(adviser=self, weekday=weekday)


class AvailabilityFactory(DjangoModelFactory):
    class Meta:
        model = Availability

    adviser = factory.SubFactory(AdviserFactory)
    weekday = 1
    opens = time(9)
    closes = time(12)
    slot_minutes = 45


class AbsenceFactory(DjangoModelFactory):
    class Meta:
        model = Absence

    adviser = factory.SubFactory(AdviserFactory)
    starts_at = datetime(2027, 2, 1, 9, tzinfo=WARSAW)
    ends_at = datetime(2027, 2, 1, 10, tzinfo=WARSAW)

    @classmethod
    def _create(cls, model_class, *args, **columns):
        absence = model_class(**columns)
        save_absences(write=absence.save, now=timezone.now())
        return absence


class AppointmentFactory(DjangoModelFactory):
    """`only_phone` is somebody whom staff must call."""

    class Meta:
        model = Appointment

    class Params:
        only_phone = factory.Trait(email="", phone="+48600123456")

    reference = factory.LazyFunction(new_reference)
    adviser = factory.SubFactory(AdviserFactory)
    offer = factory.SubFactory(OfferFactory)
    starts_at = datetime(2027, 2, 1, 9, tzinfo=WARSAW)
    ends_at = factory.LazyAttribute(lambda appointment: appointment.starts_at + timedelta(minutes=45))
    name = "Olena"
    email = "olena@example.org"
    language = "uk"
    created_at = datetime(2027, 1, 10, 12, tzinfo=WARSAW)
    changed_at = factory.SelfAttribute("created_at")


class MessageFactory(DjangoModelFactory):
    """`call` (somebody to call back), `by_phone` and `answered` are situations."""

    class Meta:
        model = Message

    class Params:
        call = factory.Trait(kind=Message.Kind.CALL, email="", phone="+48600123456", text="", times=["early"])
        by_phone = factory.Trait(email="", phone="+48600123456")
        answered = factory.Trait(
            state=Message.State.ANSWERED,
            ending=Message.Ending.LETTER,
            closed_at=datetime(2027, 1, 11, 12, tzinfo=WARSAW),
        )

    email = factory.Sequence(lambda number: f"writer{number}@example.org")
    language = "uk"
    text = "Як отримати PESEL?"
    created_at = datetime(2027, 1, 10, 12, tzinfo=WARSAW)
    waits_since = factory.SelfAttribute("created_at")


class AnswerTemplateFactory(TranslatedFactory):
    class Meta:
        model = AnswerTemplate

    title = "PESEL"
    body = "Dzień dobry."
    untranslated = False
    reviewed = False


class LinkFactory(DjangoModelFactory):
    class Meta:
        model = Link

    address = factory.Sequence(lambda number: f"https://site.example/{number}")
    host = factory.LazyAttribute(lambda link: urlsplit(link.address).hostname or "")
    next_check_at = datetime(2026, 1, 1, tzinfo=WARSAW)
