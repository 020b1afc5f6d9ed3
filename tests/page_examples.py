"""A published object of every kind that visitors see, with the word “Widzialne” on its page in every language."""

from cic_portal import languages
from cic_portal.pages.models import AccessibilityDeclaration, Page
from contact.models import Centre
from courses.events.models import Event
from courses.models import Course, CourseInstance
from services.models import Amount, Guide, Offer, Office, Situation, Term, Topic
from tests.factories import (
    AmountFactory,
    CourseFactory,
    CourseInstanceFactory,
    EventFactory,
    GuideFactory,
    OfferFactory,
    OfficeFactory,
    SectionFactory,
    TermFactory,
    TopicFactory,
)

WORD = "Widzialne"


def in_all_languages(instance, field):
    for code in languages.CODES:
        setattr(instance, f"{field}_{code}", f"{WORD} {code}")
    instance.save()
    return instance


def guide():
    made = GuideFactory(title=WORD)
    SectionFactory(guide=made)
    return made


EXAMPLES = {
    Topic: lambda: TopicFactory(title=WORD),
    Guide: guide,
    Situation: lambda: in_all_languages(Situation.objects.first(), "title"),
    Term: lambda: TermFactory(meaning=WORD),
    Amount: lambda: AmountFactory(label=WORD),
    Office: lambda: OfficeFactory(description=WORD),
    Offer: lambda: OfferFactory(title=WORD),
    Course: lambda: CourseFactory(title=WORD),
    CourseInstance: lambda: CourseInstanceFactory(place=WORD),
    Event: lambda: EventFactory(title=WORD),
    Page: lambda: in_all_languages(Page.objects.get(slug="project"), "title"),
    AccessibilityDeclaration: lambda: in_all_languages(AccessibilityDeclaration.objects.get(), "architecture"),
    Centre: lambda: in_all_languages(Centre.objects.filter(is_home=False).first(), "note"),
}
