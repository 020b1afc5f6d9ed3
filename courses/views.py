from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Min, Prefetch, Q
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cic_portal import languages
from cic_portal.publishing.addresses import absolute
from cic_portal.publishing.preview import previewed_pk, visible_to
from cic_portal.visitors.pages import Crumb, ListPage
from courses.calendars import calendar_text
from courses.forms import FilterForm
from courses.models import Course, CourseInstance, Session
from courses.structured_data import course_data, course_list_data
from services.views import BodyPage

DATES_ON_A_PAGE = 10


class CourseListPage(ListPage):
    """The dates one can join, filtered by plain links and a GET form, then every course; six queries at most."""

    model = Course
    context_object_name = "courses"
    template_name = "courses/courses.html"
    title = _("Courses")
    description = _("Polish from zero and an adaptation course at the Centre in Kalisz.")
    section = "courses"

    def get_queryset(self):
        running = Q(instances__in=CourseInstance.objects.upcoming(self.now, self.today).order_by().values("pk"))
        next_start = Min("instances__starts_on", filter=running)
        return super().get_queryset().annotate(next_start=next_start)

    @cached_property
    def form(self):
        return FilterForm(self.request.GET)

    @cached_property
    def chosen(self):
        """What the reader chose; a value that we do not offer is left out."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @cached_property
    def shown(self):
        dates = CourseInstance.objects.upcoming(self.now, self.today).filter(course__in=[c.pk for c in self.objects])
        dates = dates.chosen(**self.chosen).with_places().with_course()
        return Paginator(dates, DATES_ON_A_PAGE).get_page(self.request.GET.get("page"))

    @property
    def is_listed(self):
        return not self.chosen and self.shown.number == 1

    def page_title(self):
        if self.shown.number > 1:
            return gettext("Courses, page %(number)s") % {"number": self.shown.number}
        return self.title

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            shown=self.shown,
            has_dates=bool(self.chosen or self.shown.paginator.count),
            form=self.form,
            is_filtered=bool(self.chosen),
            filter_query=f"{urlencode(self.chosen)}&" if self.chosen else "",
            structured_data=course_list_data(self.objects),
            **kwargs,
        )


class CoursePage(BodyPage):
    template_name = "courses/course.html"
    model = Course
    slug_argument = "course"
    section = "courses"

    def get_queryset(self):
        changed = Prefetch("sessions", Session.objects.out_of_pattern(self.now), to_attr="changed_sessions")
        instances = visible_to(self.request, CourseInstance.objects.running(self.today), self.now)
        instances = instances.with_places().prefetch_related(changed)
        courses = Course.objects.select_related("picture")
        return courses.prefetch_related(Prefetch("instances", instances, to_attr="upcoming_instances"))

    def visible_objects(self):
        """The preview link of a run opens its course, too."""
        run = previewed_pk(self.request.GET.get("preview"), CourseInstance)
        visible = super().visible_objects()
        return visible if run is None else visible | self.get_queryset().filter(pk=_course_of(run))

    def crumbs(self):
        return [Crumb(CourseListPage.title, reverse("courses:courses"))]

    def get_context_data(self, **kwargs):
        return super().get_context_data(structured_data=course_data(self.object, self.now), **kwargs)


def _course_of(run):
    return CourseInstance.objects.filter(pk=run).values_list("course", flat=True).first()


def calendar_response(targets, *, name="", source="", filename):
    response = HttpResponse(
        calendar_text(targets, timezone.now(), name=name, source=source), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def feed_language(request):
    """The language of a feed: that of the address, else the one asked for (`?language=uk`), else Polish."""
    asked = request.GET.get("language")
    return languages.from_path(request.path) or (asked if languages.is_shown(asked) else languages.SOURCE)


@require_safe
def course_calendar(request):
    """Every course run that is published and has not ended, cancelled ones among them."""
    now = timezone.now()
    dates = CourseInstance.objects.published(now).filter(ends_on__gte=timezone.localdate(now), is_example=False)
    dates = dates.filter(course__in=Course.objects.published(now)).with_course().prefetch_related("sessions")
    with translation.override(feed_language(request)):
        name = gettext("Courses of the Centre in Kalisz")
        return calendar_response(dates, name=name, source=absolute(request.get_full_path()), filename="courses.ics")


@require_safe
def instance_calendar(request, course, instance):
    now = timezone.now()
    found = CourseInstance.objects.published(now).filter(course__slug=course, pk=instance)
    found = found.filter(course__in=Course.objects.published(now)).with_course().prefetch_related("sessions").first()
    if found is None:
        raise Http404("No such course dates here")
    return calendar_response([found], filename=f"{course}.ics")
