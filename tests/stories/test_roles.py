"""Seven colleagues, one for each role, at their usual piece of work: on a phone, in a real browser."""

from datetime import date, timedelta

import pytest

from cic_portal.accounts.roles import Role
from tests.factories import PASSWORD
from tests.stories.axe import ON_A_PHONE, faults_in
from tests.stories.conftest import follow, log_in_as
from tests.stories.groups import start_course

pytestmark = pytest.mark.browser

COLLEAGUE = """
from tests.factories import *
user = staff_member({role!r}, username={name!r}, languages={languages!r}, desk_language="en", is_local_login=True)
"""
DRAFT = """
topic = TopicFactory(slug=user.username, title=user.username)
print(GuideFactory(slug=user.username, topic=topic, title="Szkic poradnika", status="draft", untranslated=True).pk)
"""
GROUP_WITH_A_LESSON = """
from django.utils import timezone
from courses.models import Session
hour = timedelta(hours=1)
begin = timezone.now() - 2 * hour
group = CourseInstanceFactory(course=CourseFactory(slug=user.username))
EnrolmentFactory(course_instance=group, participant__given_name="Olena", participant__family_name="Koval")
Session.objects.create(
    course_instance=group, planned_on=timezone.localdate(begin), starts_at=begin, ends_at=begin + hour
)
print(group.pk)
"""
TWO_CALENDARS = """
from django.utils import timezone
now = timezone.now().replace(minute=0, second=0, microsecond=0)
offer = OfferFactory(slug=user.username, is_bookable=True)
mine = AdviserFactory(user=user, desk_name="Mój kalendarz", offers=[offer])
AppointmentFactory(adviser=mine, offer=offer, name="Olena Koval", starts_at=now)
theirs = AdviserFactory(desk_name="Kalendarz koleżanki", offers=[offer])
print(AppointmentFactory(adviser=theirs, offer=offer, name="Nino Beridze", starts_at=now).pk)
"""
FREE_TIMES_AND_A_MESSAGE = """
from django.utils import timezone
offer = OfferFactory(slug=user.username, is_bookable=True)
AdviserFactory(desk_name="Doradczyni", offers=[offer], on=[1, 2, 3, 4, 5])
print(MessageFactory(text="Jak dostać PESEL?", email="story@example.org", language="pl", created_at=timezone.now()).pk)
"""


@pytest.fixture
def colleague(open_page, portal):
    """Makes somebody with a role, and what else the story needs; returns their phone and what that printed."""

    def made(role, *, languages=(), situation="", **options):
        name = f"story-{role.value}"
        code = COLLEAGUE.format(role=role.value, name=name, languages=list(languages)) + situation
        printed = portal.run("shell", "-v0", "-c", code).split()
        page = open_page("/admin/login/", width=360, height=800, **options)
        log_in_as(page, name, PASSWORD)
        return page, (printed or [""])[-1]

    return made


def said(page):
    return page.locator(".messagelist").inner_text()


def test_an_editor_changes_a_guide_and_looks_at_it_before_visitors_do(colleague):
    page, number = colleague(Role.EDITOR, situation=DRAFT)
    page.goto(f"/admin/services/guide/{number}/change/")

    page.fill("#id_title_pl", "Poradnik po poprawkach")
    follow(page, "[name=_continue]")
    with page.expect_popup() as opened:
        page.click(".preview-link")

    assert opened.value.locator("h1").inner_text() == "Poradnik po poprawkach"
    page.goto("/admin/")
    assert page.locator("a[href='/admin/correspondence/message/']").count() == 0


def test_a_translator_saves_ukrainian_and_no_polish(colleague):
    page, number = colleague(Role.TRANSLATOR, languages=["uk"], situation=DRAFT)
    form = f"/admin/services/guide/{number}/change/"
    page.goto(f"{form}?language=uk")

    page.fill("#id_title_uk", "Порадник")
    follow(page, "[name=_save]")
    assert "changed successfully" in said(page)

    page.goto(form)
    assert page.locator("[name=_save], [name=title_pl]").count() == 0
    assert "Szkic poradnika" in page.inner_text("main")
    token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    forged = {"csrfmiddlewaretoken": token, "title_pl": "Podmienione", "_save": "Save"}
    answer = page.request.post(form, form=forged, headers={"Referer": page.url})
    assert answer.status == 403
    assert "You may not save texts in this language" in answer.text()
    page.goto(f"{form}?language=uk")
    assert page.input_value("#id_title_uk") == "Порадник"
    assert "Szkic poradnika" in page.inner_text("main")


def test_a_coordinator_makes_a_course_date_and_marks_who_was_there(colleague):
    page, number = colleague(Role.COORDINATOR, situation=GROUP_WITH_A_LESSON)

    assert start_course(page).endswith("/group/")

    page.goto(f"/admin/courses/courseinstance/{number}/group/")
    follow(page, ".lesson a[href$='/attendance/']")
    page.check("[name=present]")
    follow(page, "[name=save]")
    assert "1 of 1 were there" in said(page)
    assert "At 1 of 1 lessons" in page.locator(".member").inner_text()


def test_an_adviser_marks_their_own_visitor_and_sees_no_other(colleague):
    page, foreign = colleague(Role.ADVISER, situation=TWO_CALENDARS)
    page.goto("/admin/appointments/appointment/day/")
    assert page.locator(".module h2").all_inner_texts() == ["Mój kalendarz"]

    follow(page, ".is-booked button[value=attended]")

    assert page.locator(".is-attended a").inner_text() == "Olena Koval"
    assert "Nino" not in page.content()
    assert page.goto(f"/admin/appointments/appointment/{foreign}/change/").status == 404
    assert "Nino" not in page.content()


def test_reception_books_who_stands_there_and_answers_who_wrote(colleague, portal):
    page, number = colleague(Role.RECEPTION, situation=FREE_TIMES_AND_A_MESSAGE)
    for ahead in range(1, 15):
        page.goto(f"/admin/appointments/appointment/day/?on={date.today() + timedelta(days=ahead)}")
        if page.locator("button[name=slot]").count():
            break

    page.fill("#id_name", "Ivan Bondar")
    page.select_option("#id_source", "walk_in")
    follow(page, "button[name=slot]")
    assert "Booked:" in said(page)
    assert page.locator(".is-booked a", has_text="Ivan Bondar").count() == 1

    page.goto(f"/admin/correspondence/message/{number}/change/")
    page.fill("#answer_text", "Proszę przyjść z paszportem.")
    follow(page, "text=Send the letter")
    assert "The letter leaves within a minute." in said(page)
    words = portal.letters_to("story@example.org")[-1].get_body(("plain",)).get_content()
    assert "Proszę przyjść z paszportem." in words


def test_an_auditor_reads_who_saw_what_and_finds_no_button_to_save(colleague):
    page, number = colleague(Role.AUDITOR, situation=DRAFT)
    page.goto("/admin/enrolments/participant/")
    page.goto("/admin/personal_data/accessrecord/")

    assert "story-auditor" in page.inner_text("#result_list")
    follow(page, "#result_list tbody th a")
    faults = faults_in(page, ON_A_PHONE)
    for address in (f"services/guide/{number}", f"services/guide/{number}/change/?language=uk"):
        page.goto(f"/admin/{address}")
        assert page.locator("main [type=submit], main .deletelink").count() == 0
        faults += faults_in(page, ON_A_PHONE)

    assert faults == []


def test_an_administrator_gives_a_role_and_the_desk_opens(colleague, open_page):
    newcomer = 'staff_member(username="story-newcomer", desk_language="en", is_local_login=True)\n'
    page, _printed = colleague(Role.ADMINISTRATOR, situation=newcomer)
    phone = open_page("/admin/login/", width=360)
    log_in_as(phone, "story-newcomer", PASSWORD)
    inbox = "a[href^='/admin/correspondence/message/']"
    assert phone.locator(inbox).count() == 0

    page.goto("/admin/accounts/user/")
    follow(page, "#result_list tbody a:text('story-newcomer')")
    faults = faults_in(page, ON_A_PHONE)
    assert not page.is_visible("#id_languages")
    page.check("[name=groups][value=translator]")
    assert page.is_visible("#id_languages")
    page.uncheck("[name=groups][value=translator]")
    page.check("[name=groups][value=reception]")
    follow(page, "[name=_save]")
    phone.reload()

    assert phone.locator(inbox).count() > 0
    assert faults == []
