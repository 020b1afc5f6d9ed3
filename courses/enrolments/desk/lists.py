"""Pages and files that show the whole group."""

from django.http import Http404, HttpResponse

from cic_portal.desk.pages import DeskCrumb
from cic_portal.exports import csv_file, xlsx_file
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.models import AccessRecord
from courses.enrolments.desk.pages import GroupView
from courses.enrolments.group import STATES, Recipients

LESSONS_ON_A_SHEET = 8  # columns to sign in that fit on A4, landscape
ROWS_TO_WRITE_IN = 3  # empty ones, for who comes without having signed up


class GroupPage(GroupView):
    template_name = "admin/group/group.html"
    title = _s("Group")

    def get(self, request, pk):
        self.record_list()
        sections = [
            (_s("Have a place"), self.group.with_place),
            (_s("Were offered a place"), self.group.offered),
            (_s("Wait in line"), self.group.waiting),
        ]
        may_mark, lesson_today = self.may("change_attendance"), self.group.lesson_today
        return self.page(
            sections=sections,
            is_group_page=True,
            lesson_to_mark=lesson_today if may_mark else None,
            can_write=self.may("write_to_group") and bool(self.group.members),
        )

    def crumbs(self, title):
        return [*self.list_crumbs(), DeskCrumb(self.target)]


class CallList(GroupView):
    """Who has no e-mail: with the phone number and what to say. `?to=` says for whom a letter with news was."""

    template_name = "admin/group/call.html"
    title = _s("People to call")

    def get(self, request, pk):
        self.record_list()
        to = request.GET.get("to", "")
        return self.page(called=self.group.to_call_of(to), is_news=to in Recipients.values)


class PrintList(GroupView):
    template_name = "admin/group/print.html"
    title = _s("List to sign")

    def get(self, request, pk):
        self.record_list()
        planned = self.group.planned
        sheets = [planned[start : start + LESSONS_ON_A_SHEET] for start in range(0, len(planned), LESSONS_ON_A_SHEET)]
        return self.page(sheets=sheets or [[]], spare=range(ROWS_TO_WRITE_IN))


CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content, *, content_type, filename):
    """A file to keep, never one to cache. `filename` names nobody."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


class GroupFile(GroupView):
    """The group as a table for a spreadsheet."""

    rights = ("enrolments.view_enrolment", "enrolments.export_enrolment")

    def get(self, request, pk, kind):
        if kind not in ("csv", "xlsx"):
            raise Http404("No such file")
        self.record_list(AccessRecord.Action.EXPORT)
        filename = f"{self.target._meta.model_name}-{self.target.pk}.{kind}"
        if kind == "csv":
            return attachment(csv_file(self.header(), self.rows()), content_type=CSV, filename=filename)
        content = xlsx_file(str(self.target), self.header(), self.rows())
        return attachment(content, content_type=XLSX, filename=filename)

    def header(self):
        columns = [
            _s("Given name"),
            _s("Family name"),
            _s("Phone"),
            _s("E-mail"),
            _s("Language of our letters"),
            _s("State"),
            _s("Place in the line"),
            _s("Needs"),
            _s("Note"),
            _s("Signed up"),
            _s("Reference"),
            _s("Lessons attended"),
        ]
        return [str(column) for column in columns]

    def rows(self):
        return [
            [
                member.person.given_name,
                member.person.family_name,
                member.person.phone.as_international if member.person.phone else "",
                member.person.email,
                member.reads.own_name,
                STATES[member.enrolment.status],
                member.position,
                ", ".join(str(need) for need in member.enrolment.chosen_needs),
                member.enrolment.note,
                member.enrolment.queued_at,
                member.enrolment.reference,
                member.present,
            ]
            for member in self.group.members
        ]
