"""Who was at a lesson, and lessons that are cancelled or held at another time."""

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property

from cic_portal.languages import staff_text as _s
from courses.enrolments.actions import lessons
from courses.enrolments.desk.forms import MoveLessonForm
from courses.enrolments.desk.pages import GroupView
from courses.enrolments.group import Recipients
from courses.models import Session


class LessonView(GroupView):
    @cached_property
    def lesson(self):
        sessions = Session.objects.filter(course_instance=self.target, pk=self.kwargs["lesson"])
        found = sessions.select_related("course_instance__course").first()
        if found is None:
            raise Http404("No such lesson in this group")
        return found

    def frame(self, title=""):
        return {**super().frame(title), "lesson": self.lesson}


class AttendancePage(LessonView):
    """One box for each person who has a place; the keyboard is enough, and so is a phone."""

    template_name = "admin/group/attendance.html"
    title = _s("Who was there?")
    rights = ("enrolments.view_enrolment", "enrolments.change_attendance")

    def get(self, request, pk, lesson):
        self.record_list()
        marks = {mark.enrolment_id: mark for mark in self.lesson.attendance.select_related("marked_by")}
        rows = [(member, marks.get(member.enrolment.pk)) for member in self.group.with_place]
        latest = max(marks.values(), key=lambda mark: mark.marked_at, default=None)
        return self.page(rows=rows, latest=latest, cannot=self.why_not())

    def post(self, request, pk, lesson):
        if sentence := self.why_not():
            return self.back(sentence, messages.WARNING)
        enrolments = [member.enrolment for member in self.group.with_place]
        everybody = {enrolment.pk for enrolment in enrolments}
        ticked = set(request.POST.getlist("present"))
        present = everybody if "everybody" in request.POST else {pk for pk in everybody if str(pk) in ticked}
        lessons.mark_attendance(
            session=self.lesson, present=present, enrolments=enrolments, by=request.user, now=self.now
        )
        sentence = _s("Saved: %(present)s of %(all)s were there.")
        return self.back(sentence % {"present": len(present), "all": len(everybody)})

    def why_not(self):
        """Why nobody can be marked, as a sentence, or None."""
        if self.lesson.cancelled_at:
            return _s("This lesson was cancelled.")
        if timezone.localdate(self.lesson.starts_at) > timezone.localdate(self.now):
            return _s("This lesson is still to come. Mark who was there on its day.")
        return None


class CancelLesson(LessonView):
    template_name = "admin/group/cancel_lesson.html"
    title = _s("Cancel one lesson")
    changes_target = True

    def get(self, request, pk, lesson):
        if self.lesson.cancelled_at:
            return self.back(_s("This lesson was already cancelled."), messages.WARNING)
        return self.page(is_to_come=self.lesson.starts_at > self.now)

    def post(self, request, pk, lesson):
        if self.lesson.cancelled_at or self.target.cancelled_at:
            return self.back(_s("This lesson was already cancelled."), messages.WARNING)
        told = lessons.cancel_session(session=self.lesson, now=self.now)
        if not told:
            return self.back(_s("The lesson is cancelled."))
        sentence = _s("The lesson is cancelled. Everybody with an e-mail address gets a letter.")
        return self.back_after_letters(sentence, to=Recipients.PLACE)


class MoveLesson(LessonView):
    template_name = "admin/group/move_lesson.html"
    title = _s("Move one lesson")
    changes_target = True

    def get(self, request, pk, lesson):
        starts_at, ends_at = timezone.localtime(self.lesson.starts_at), timezone.localtime(self.lesson.ends_at)
        initial = {"day": starts_at.date(), "starts_at": starts_at.time(), "ends_at": ends_at.time()}
        return self.refused() or self.page(form=MoveLessonForm(initial=initial))

    def post(self, request, pk, lesson):
        form = MoveLessonForm(request.POST)
        if refused := self.refused():
            return refused
        if not form.is_valid():
            return self.page(form=form)
        lessons.move_session(
            session=self.lesson, starts_at=form.moment("starts_at"), ends_at=form.moment("ends_at"), now=self.now
        )
        sentence = _s("The lesson is moved. Everybody with an e-mail address gets a letter.")
        return self.back_after_letters(sentence, to=Recipients.ALL)

    def refused(self):
        if self.target.cancelled_at:
            return self.back(_s("The whole course was cancelled."), messages.WARNING)
        if self.lesson.attendance.exists():
            return self.back(_s("This lesson has been held: somebody noted who was there."), messages.WARNING)
        return None
