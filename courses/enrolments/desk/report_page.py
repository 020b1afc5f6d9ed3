"""The funder's report: on the screen, as CSV, as XLSX."""

from datetime import date

from django.http import Http404

from cic_portal.desk.fields import DayField
from cic_portal.desk.forms import DeskForm
from cic_portal.desk.pages import DeskPage
from cic_portal.exports import csv_file, xlsx_file
from cic_portal.languages import staff_text as _s
from courses.enrolments.desk.lists import CSV, XLSX, attachment
from courses.enrolments.nationalities import country
from courses.enrolments.report import COLUMNS, FEW, report

FROM, THROUGH = "from", "through"


class PeriodForm(DeskForm):
    """`from` is a word of Python, so the fields are made by name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in ((FROM, _s("From")), (THROUGH, _s("Through"))):
            self.fields[name] = DayField(label=label)

    def clean(self):
        data = super().clean()
        if not self.errors and data[FROM] > data[THROUGH]:
            self.add_error(THROUGH, _s("The end must not come before the start."))
        return data


class ReportPage(DeskPage):
    template_name = "admin/enrolments/enrolment/report.html"
    title = _s("Report to the funder")
    rights = ("enrolments.see_statistics",)

    def get(self, request, kind=""):
        today = self.today
        asked = {name: request.GET[name] for name in (FROM, THROUGH) if name in request.GET}
        form = PeriodForm({FROM: date(today.year, 1, 1).isoformat(), THROUGH: today.isoformat(), **asked})
        found = report(form.cleaned_data[FROM], form.cleaned_data[THROUGH]) if form.is_valid() else None
        if kind:
            return self.file(found, kind)
        nations = [(nationality_name(code), count) for code, count in found.nationalities] if found else []
        return self.page(form=form, report=found, columns=COLUMNS.values(), nationalities=nations, few=FEW)

    def file(self, found, kind):
        if found is None or kind not in ("csv", "xlsx"):
            raise Http404("No such report")
        header, rows = table(found)
        filename = f"report-{found.first}-{found.last}.{kind}"
        if kind == "csv":
            return attachment(csv_file(header, rows), content_type=CSV, filename=filename)
        content = xlsx_file(f"{found.first} {found.last}", header, rows)
        return attachment(content, content_type=XLSX, filename=filename)


def nationality_name(code):
    return country(code) if code else str(_s("not known"))


def table(found):
    """(header, rows) of the whole report; the nationalities come below and fill the first two columns."""
    header = [str(_s("Activity")), *map(str, COLUMNS.values())]
    rows = [[str(row.label), *row.counts] for row in (*found.rows, found.total)]
    nations = [[nationality_name(code), count] for code, count in found.nationalities]
    return header, [*rows, [], [str(_s("Nationality")), str(COLUMNS["people"])], *nations]
