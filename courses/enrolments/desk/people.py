"""What staff do for one person of a group."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils import timezone

from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.models import AccessRecord
from cic_portal.typesetting.compiler import MissingGlyphs
from courses.enrolments.actions import people, places
from courses.enrolments.certificate import certificate
from courses.enrolments.desk.forms import AddPersonForm, CancelEnrolmentForm, CompleteForm
from courses.enrolments.desk.lists import attachment
from courses.enrolments.desk.pages import GroupView
from courses.enrolments.group import Status
from courses.enrolments.models import Enrolment
from courses.joining import WhyNotEnrol

HOLDING = (Status.CONFIRMED, Status.OFFERED, Status.WAITING)


class AddPerson(GroupView):
    template_name = "admin/group/add_person.html"
    title = _s("Add a person")
    rights = ("enrolments.view_enrolment", "enrolments.add_enrolment")

    def get(self, request, pk):
        return self.shown(AddPersonForm(initial={"language": "pl"}))

    def post(self, request, pk):
        form = AddPersonForm(request.POST)
        if not form.is_valid():
            return self.shown(form)
        try:
            enrolment = places.enrol(
                target=self.target,
                person=form.person(),
                needs=form.cleaned_data["needs"],
                submission=form.cleaned_data["submission"],
                is_by_staff=True,
                now=self.now,
            )
        except places.EnrolmentRefused as refusal:
            form.add_error(None, self.in_words(refusal.reason))
            return self.shown(form)
        if enrolment.status == Status.WAITING:
            sentence = _s("Signed up. The person waits in line, at place %(position)s. Reference: %(reference)s.")
        else:
            sentence = _s("Signed up. The person has a place. Reference: %(reference)s.")
        return self.back(sentence % {"reference": enrolment.reference, "position": enrolment.position()})

    def shown(self, form):
        # What the form itself says is said once.
        return self.page(form=form, reason=None if form.errors else self.target.why_not_enrol(self.now))

    def in_words(self, reason):
        return _s("This person has already signed up here.") if reason == WhyNotEnrol.ALREADY else reason.label


class ConfirmOffer(GroupView):
    """A button of the group page: the person said yes on the phone."""

    rights = ("enrolments.view_enrolment", "enrolments.change_enrolment")
    http_method_names = ["post"]

    def post(self, request, pk, enrolment):
        places.confirm_place(enrolment=self.enrolment, now=self.now)
        self.enrolment.refresh_from_db()
        if self.enrolment.status == Status.CONFIRMED:
            return self.back(_s("Confirmed: the person has a place."))
        return self.back(_s("This place is no longer free: the offer has run out or was cancelled."), messages.WARNING)


class PersonCalled(GroupView):
    """One person has been called, so the list of calls gets shorter."""

    rights = ("enrolments.view_enrolment", "enrolments.change_enrolment")

    def post(self, request, pk, enrolment):
        people.mark_called(enrolments=Enrolment.objects.filter(pk=self.enrolment.pk))
        return HttpResponseRedirect(self.address("call" if self.group.to_call else "group"))


class CancelEnrolment(GroupView):
    template_name = "admin/group/cancel_enrolment.html"
    title = _s("Cancel an enrolment")
    rights = ("enrolments.view_enrolment", "enrolments.change_enrolment")

    def get(self, request, pk, enrolment):
        return self.gone() or self.shown(CancelEnrolmentForm())

    def post(self, request, pk, enrolment):
        form = CancelEnrolmentForm(request.POST)
        if gone := self.gone():
            return gone
        if not form.is_valid():
            return self.shown(form)
        places.cancel_enrolment(enrolment=self.enrolment, ended=form.cleaned_data["ended"], now=self.now)
        return self.back(_s("Cancelled. If somebody waits, the place is offered to the next person in line."))

    def gone(self):
        """The answer to a page that somebody else was faster than, or None."""
        if self.enrolment.status in HOLDING:
            return None
        return self.back(
            _s("Nothing was changed: this enrolment has already been cancelled or completed."), messages.WARNING
        )

    def shown(self, form):
        self.record(AccessRecord.Action.VIEW, object_id=self.enrolment.pk)
        return self.page(form=form, enrolment=self.enrolment)


class CompleteEnrolment(GroupView):
    template_name = "admin/group/complete.html"
    title = _s("Completed")
    rights = ("enrolments.view_enrolment", "enrolments.change_enrolment", "enrolments.see_statistics")

    def get(self, request, pk, enrolment):
        helpful = {True: "yes", False: "no", None: ""}[self.enrolment.found_helpful]
        initial = {"level_reached": self.enrolment.level_reached, "found_helpful": helpful}
        return self.gone() or self.shown(self.form(initial=initial))

    def post(self, request, pk, enrolment):
        form = self.form(request.POST)
        if gone := self.gone():
            return gone
        if not form.is_valid():
            return self.shown(form)
        places.complete(enrolment=self.enrolment, now=self.now, **form.cleaned_data)
        return self.back(_s("Saved: the person has completed it."))

    def form(self, *args, **kwargs):
        return CompleteForm(*args, has_level=self.group.is_course, **kwargs)

    def gone(self):
        if self.enrolment.status in (Status.CONFIRMED, Status.COMPLETED):
            return None
        return self.back(_s("Nothing was changed: only who has a place can complete a course."), messages.WARNING)

    def shown(self, form):
        self.record(AccessRecord.Action.VIEW, object_id=self.enrolment.pk)
        return self.page(form=form, enrolment=self.enrolment)


class Certificate(GroupView):
    """The paper for who has completed a course; hours and lessons come from the lessons themselves."""

    rights = ("enrolments.view_enrolment", "enrolments.export_enrolment")

    def get(self, request, pk, enrolment):
        if self.enrolment.status != Status.COMPLETED or not self.group.is_course:
            return self.back(_s("A certificate is for who has completed a course."), messages.WARNING)
        try:
            content = self.paper()
        except MissingGlyphs as missing:
            return self.back(str(missing), messages.ERROR)
        self.record(AccessRecord.Action.EXPORT, object_id=self.enrolment.pk)
        filename = f"certificate-{self.enrolment.reference}.pdf"
        return attachment(content, content_type="application/pdf", filename=filename)

    def paper(self):
        course = self.target.course
        member = next(member for member in self.group.members if member.enrolment.pk == self.enrolment.pk)
        return certificate(
            name=self.enrolment.participant.full_name,
            course=course.text_in("title", "pl"),
            course_en=course.text_in("title", "en"),
            level=course.level,
            starts_on=self.target.starts_on,
            ends_on=self.target.ends_on,
            hours=f"{self.group.lesson_hours} × 45 min",
            present=member.present,
            held=self.group.held,
            issued_on=timezone.localdate(self.now),
            reference=self.enrolment.reference,
        )
