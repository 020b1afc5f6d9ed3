from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cic_portal.visitors.form_pages import PublicFormPage
from cic_portal.visitors.pages import Crumb
from courses.enrolments.actions.places import EnrolmentRefused, enrol
from courses.enrolments.forms import EnrolmentForm
from courses.events.models import Event
from courses.events.views import EventListPage
from courses.joining import WhyNotEnrol
from courses.models import CourseInstance
from courses.views import CourseListPage


class EnrolmentPage(PublicFormPage):
    """Three steps under one address: the form, the answers once more, the place. Subclasses find the `target`."""

    template_name = "enrolments/form.html"
    check_template = "enrolments/check.html"
    title = _("Sign up")
    section = "courses"
    form_class = EnrolmentForm
    limit_name = "enrolment"
    limit_setting = "ENROLMENTS_PER_HOUR"

    def purpose(self):
        return f"{self.target._meta.label_lower} {self.target.pk}"

    def page_texts(self):
        return [self.words]

    def form_arguments(self):
        return {**super().form_arguments(), "has_child_care": getattr(self.target, "has_child_care", False)}

    def post(self, request, *args, **kwargs):
        # Said before anything is asked again: nobody fills in a form for what can no longer be had.
        if reason := self.target.why_not_enrol(self.now):
            return self.refused(reason)
        return super().post(request, *args, **kwargs)

    def keep(self, form, token):
        try:
            enrolment = enrol(
                target=self.target,
                person=form.person(),
                needs=form.cleaned_data["needs"],
                submission=token.submission,
                now=self.now,
            )
        except EnrolmentRefused as refusal:
            return self.refused(refusal.reason)
        has_lessons_to_note = enrolment.is_confirmed and enrolment.course_instance is not None
        return self.shown("enrolments/done.html", enrolment=enrolment, has_lessons_to_note=has_lessons_to_note)

    def refused(self, reason):
        """The page that says why; for somebody who is on the list already that is good news."""
        status = 200 if reason == WhyNotEnrol.ALREADY else 409
        self.form = self.form_class(self.request.POST, **self.form_arguments())
        return self.shown(self.template_name, status=status, reason=reason)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("reason", self.target.why_not_enrol(self.now))
        subject = self.words.text("title")
        # Where nobody can sign up, what was typed does not matter any more.
        has_errors = not kwargs["reason"] and bool(self.form and self.form.errors)
        return super().get_context_data(
            target=self.target, words=self.words, subject=subject, has_errors=has_errors, **kwargs
        )


class CourseEnrolmentPage(EnrolmentPage):
    @cached_property
    def target(self):
        visible = CourseInstance.objects.published(self.now).with_places().with_course()
        visible = visible.filter(course__slug=self.kwargs["course"], pk=self.kwargs["instance"])
        found = visible.first()
        if found is None or not found.course.is_visible(self.now):
            raise Http404("No such course dates here")
        return found

    @property
    def words(self):
        return self.target.course

    def crumbs(self):
        course = self.target.course
        return [
            Crumb(CourseListPage.title, reverse("courses:courses")),
            Crumb(course.text("title"), course.get_absolute_url()),
        ]


class EventEnrolmentPage(EnrolmentPage):
    @cached_property
    def target(self):
        found = Event.objects.published(self.now).with_places().filter(slug=self.kwargs["event"]).first()
        if found is None:
            raise Http404("No such event here")
        return found

    @property
    def words(self):
        return self.target

    def crumbs(self):
        return [
            Crumb(EventListPage.title, reverse("events:events")),
            Crumb(self.target.text("title"), self.target.get_absolute_url()),
        ]
