"""The demand at the desk: the table of what people need, and a course that is started for one cell of it."""

from dataclasses import dataclass
from datetime import time, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property

from cic_portal import languages
from cic_portal.desk.forms import DeskFormMixin
from cic_portal.desk.widgets import ClockInput, DayInput
from cic_portal.languages import staff_text as _s
from cic_portal.personal_data.desk import PersonalDataPage
from contact.frame import home_centre
from courses.demand.actions import start_course
from courses.demand.models import Interest, Level, offer_choices
from courses.forms import CourseInstanceForm
from courses.models import Course, CourseInstance
from courses.timetable import TimeOfDay

AHEAD, LENGTH = timedelta(weeks=2), timedelta(weeks=8)
# The weekdays and hours that a form begins with; staff change them as they like.
USUAL = {
    TimeOfDay.MORNING: ([1, 3], time(9), time(10, 30)),
    TimeOfDay.AFTERNOON: ([1, 3], time(14), time(15, 30)),
    TimeOfDay.EVENING: ([1, 3], time(17), time(18, 30)),
    TimeOfDay.WEEKEND: ([6], time(10), time(11, 30)),
}


@dataclass(frozen=True)
class Want:
    """What the address names: one cell of the table."""

    offer: str
    level: str
    time: str
    language: str

    @classmethod
    def named_in(cls, values):
        """From a query string; raises Http404 for what is no cell of a course."""
        want = cls(*(values.get(name, "") for name in ("offer", "level", "time", "language")))
        fits = (
            want.offer in Course.Kind.values
            and want.level in ("", *Level.values)
            and want.time in ("", *TimeOfDay.values)
            and want.language in languages.BY_CODE
        )
        if not fits:
            raise Http404("No such cell")
        return want

    def query(self):
        return urlencode(vars(self))

    def words(self, offers):
        level = Level(self.level).label if self.level else ""
        when = TimeOfDay(self.time).label if self.time else _s("any time")
        return {"offer": offers.get(self.offer, self.offer), "level": level, "time": when}


class StartCourseForm(DeskFormMixin, CourseInstanceForm):
    """Course dates as short as they can be; everything else is set later, on their own page."""

    tells_everybody = None

    class Meta:
        model = CourseInstance
        fields = (
            "course",
            "starts_on",
            "ends_on",
            "weekdays",
            "starts_at",
            "ends_at",
            "place",
            "capacity",
            "languages_of_instruction",
            "has_child_care",
        )
        widgets = {
            "starts_on": DayInput,
            "ends_on": DayInput,
            "starts_at": ClockInput,
            "ends_at": ClockInput,
        }


def usual_course(want, today):
    """What the form begins with for `want`."""
    courses = Course.objects.filter(kind=want.offer)
    fitting = courses.filter(level=want.level).first() if want.level else None
    weekdays, starts_at, ends_at = USUAL[TimeOfDay(want.time or TimeOfDay.EVENING)]
    monday = today + AHEAD - timedelta(days=today.weekday())
    return {
        "course": fitting or courses.first(),
        "starts_on": monday + timedelta(days=weekdays[0] - 1),
        "ends_on": monday + LENGTH - timedelta(days=3),
        "weekdays": weekdays,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "place": home_centre().address,
        "languages_of_instruction": list(dict.fromkeys((languages.SOURCE, want.language))),
    }


class DemandView(PersonalDataPage):
    subject = Interest._meta.label

    def may_open(self):
        return self.model_admin.has_view_permission(self.request) and super().may_open()

    @cached_property
    def offers(self):
        return dict(offer_choices(self.now))


class DemandTable(DemandView):
    """Numbers alone, so looking at them is not recorded."""

    template_name = "admin/demand/interest/table.html"
    title = _s("What people need")

    def get(self, request):
        may_start = request.user.has_perms(StartCourse.rights)
        cells = Interest.objects.demand(self.now)
        rows = [
            (cell, self.described(cell), self.start_address(cell) if may_start and cell.reachable else "")
            for cell in cells
        ]
        return self.page(rows=rows, people=Interest.objects.recent(self.now).count())

    def described(self, cell):
        return Want(cell.offer, cell.level, cell.time, cell.language).words(self.offers)

    def start_address(self, cell):
        if cell.offer not in Course.Kind.values:
            return ""
        want = Want(cell.offer, cell.level, cell.time, cell.language)
        return f"{reverse('admin:demand_interest_start')}?{want.query()}"


class StartCourse(DemandView):
    template_name = "admin/demand/interest/start.html"
    title = _s("Start a course and invite")
    rights = ("courses.add_courseinstance", "demand.change_interest")

    @cached_property
    def want(self):
        return Want.named_in(self.request.GET)

    @cached_property
    def wishes(self):
        found = Interest.objects.wanting(self.now, **vars(self.want))
        return [wish for wish in found if wish.invited_at is None and (wish.email or wish.phone)]

    def get(self, request):
        return self.shown(StartCourseForm(initial=usual_course(self.want, self.today)))

    def post(self, request):
        form = StartCourseForm(request.POST)
        if not form.is_valid():
            return self.shown(form)
        started = (
            start_course(instance=form.save(commit=False), wishes=self.wishes, now=self.now) if self.wishes else None
        )
        if started is None:  # somebody else, or a second click, was faster
            form.add_error(None, _s("Nobody is left to invite: these people have already been invited."))
            return self.shown(form)
        query = urlencode({"at": self.now.isoformat()})
        address = reverse("admin:demand_interest_invited", args=[form.instance.pk])
        return HttpResponseRedirect(f"{address}?{query}")

    def shown(self, form):
        letters = len({wish.email.casefold() for wish in self.wishes if wish.email})
        to_call = sum(not wish.email for wish in self.wishes)
        return self.page(
            form=form, want=self.want, words=self.want.words(self.offers), letters=letters, to_call=to_call
        )


class InvitedPage(DemandView):
    """How many letters leave, and the phones to call. The moment in the address says which invitation, and names nobody."""

    template_name = "admin/demand/interest/invited.html"
    title = _s("People are invited")
    rights = ("courses.view_courseinstance",)

    def get(self, request, pk):
        instance = CourseInstance.objects.with_course().filter(pk=pk).first()
        try:
            invited_at = parse_datetime(request.GET.get("at", ""))
        except ValueError:
            invited_at = None
        if instance is None or invited_at is None or timezone.is_naive(invited_at):
            raise Http404("No such invitation")
        wishes = list(Interest.objects.filter(invited_at=invited_at))
        self.record(count=len(wishes))
        letters = len({wish.email.casefold() for wish in wishes if wish.email})
        called = [wish for wish in wishes if not wish.email and wish.phone]
        return self.page(instance=instance, letters=letters, called=called)
