from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cic_portal.publishing.views import Crumb, PublicPage
from courses.models import Course, CourseInstance
from services.views import BodyPage


def upcoming_instances(now, today):
    return Prefetch("instances", CourseInstance.objects.upcoming(now, today), to_attr="upcoming_instances")


class CourseListPage(PublicPage):
    template_name = "courses/courses.html"
    title = _("Courses")
    description = _("Polish from zero and an adaptation course at the Centre in Kalisz.")
    section = "courses"

    @cached_property
    def courses(self):
        upcoming = upcoming_instances(self.now, self.today)
        return list(Course.objects.published(self.now).prefetch_related(upcoming))

    def page_texts(self):
        return self.courses

    def get_context_data(self, **kwargs):
        return super().get_context_data(courses=self.courses, **kwargs)


class CoursePage(BodyPage):
    template_name = "courses/course.html"
    model = Course
    slug_argument = "course"
    section = "courses"

    def get_queryset(self):
        return Course.objects.prefetch_related(upcoming_instances(self.now, self.today))

    def crumbs(self):
        return [Crumb(CourseListPage.title, reverse("courses:courses"))]
