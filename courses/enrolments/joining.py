"""How one signs up for course dates and for events, as courses.joining asks for it."""

from functools import partial

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from courses.enrolments.models import Enrolment
from courses.events.models import Event
from courses.joining import SignUp
from courses.models import CourseInstance


def _number(link, statuses):
    """How many enrolments of the row in hand, which their foreign key `link` names, have one of `statuses`."""
    rows = Enrolment.objects.filter(**{link: OuterRef("pk")}, status__in=statuses).order_by().values(link)
    counted = rows.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _sign_up(model, link, url):
    taken = partial(_number, link, Enrolment.TAKING_A_PLACE)
    return SignUp(model, url, taken, waiting=partial(_number, link, [Enrolment.Status.WAITING]))


TO_COURSES = _sign_up(
    CourseInstance,
    "course_instance",
    lambda instance: reverse("enrolments:course", args=[instance.course.slug, instance.pk]),
)
TO_EVENTS = _sign_up(Event, "event", lambda event: reverse("enrolments:event", args=[event.slug]))
