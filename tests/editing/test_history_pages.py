"""What staff see of the history, and the button that brings an older version back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from hypothesis import given
from hypothesis import strategies as st

from cic_portal.editing.recording import one_version
from cic_portal.editing.versions import Timeline, moment_of_number, number_of
from cic_portal.editing.wholes import WHOLES
from cic_portal.texts.differences import word_diff
from contact.models import Centre
from services.models import Guide, Section, Situation
from tests.admin_forms import posted
from tests.factories import (
    CourseInstanceFactory,
    GuideFactory,
    OfferFactory,
    OfficeFactory,
    SectionFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 1, 10, 11, tzinfo=UTC)  # in Kalisz


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def desk(desk_in_english, clock, staff_client):
    return staff_client


@pytest.fixture
def anna(django_user_model):
    return django_user_model.objects.create_user("anna", first_name="Anna", last_name="Nowak")


@pytest.fixture
def guide(clock, desk, anna):
    """Made on Sunday by nobody in particular, changed by Anna a day later."""
    guide = GuideFactory(title="Numer PESEL")
    section = SectionFactory(guide=guide, kind="cost", body="To jest za darmo.")
    SectionFactory(guide=guide, kind="time")
    clock.shift(timedelta(days=1))
    with one_version(by=anna):
        section.body_pl, section.body_ar = "To nie jest za darmo.", "هذا ليس مجانيا"
        section.save()
        guide.sections.get(kind="time").delete()
        guide.status, guide.topic = "draft", TopicFactory(title="Dokumenty")
        guide.save()
        guide.offices.set([OfficeFactory(name="Urząd Miasta")])
    clock.shift(timedelta(minutes=5))
    desk.force_login(desk_user(desk))
    return guide


def desk_user(client):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="desk")


def history_of(instance, end=""):
    opts = instance._meta
    return f"/admin/{opts.app_label}/{opts.model_name}/{instance.pk}/history/{end}"


def newest(instance):
    return Timeline(WHOLES[type(instance)], instance.pk).versions[0].number


def test_the_history_says_who_changed_what_and_when_in_kalisz(desk, guide):
    page = " ".join(desk.get(history_of(guide)).content.decode().split())

    for words in (
        "Monday, 11 January 2027, 12:00</time> · Anna Nowak",
        "<li>What it costs: text <span",
        '<bdi lang="pl">Polski</bdi>, <bdi lang="ar">العربية</bdi>',
        "<li>How long it takes – removed</li>",
        "<li>State</li>",
        "<li>Topic</li>",
        "<li>Offices</li>",
        "Created.",
        ">now<",
    ):
        assert words in page, words


def test_one_version_is_compared_word_by_word_with_the_one_before(desk, guide):
    page = desk.get(history_of(guide, f"{newest(guide)}/")).content.decode()

    assert '<div class="word-diff" lang="pl" dir="ltr">To<ins> nie</ins> jest za darmo.</div>' in page
    assert (
        '<div class="word-diff" lang="ar" dir="rtl"><del>To jest za darmo. ar</del><ins>هذا ليس مجانيا</ins></div>'
        in page
    )
    assert '<del>published</del> <span aria-hidden="true">→</span> <ins>draft</ins>' in page
    assert "<ins>Dokumenty</ins>" in page
    assert "<ins>Urząd Miasta</ins>" in page
    assert "This part is removed." in page


def test_restoring_asks_first_and_says_what_will_change(desk, guide):
    first = Timeline(WHOLES[Guide], guide.pk).versions[-1].number
    with_sections = Timeline(WHOLES[Guide], guide.pk).versions[1].number

    asked = desk.get(history_of(guide, f"{with_sections}/restore/"))

    page = asked.content.decode()
    assert "To<del> nie</del> jest za darmo." in page
    assert "This part is added." in page
    assert Section.objects.filter(guide=guide).count() == 1
    answer = desk.post(history_of(guide, f"{with_sections}/restore/"), {"seen": asked.context["seen"]}, follow=True)
    page = " ".join(answer.content.decode().split())
    assert "The older version is back" in page
    assert "Restored: as it was on Sunday, 10 January 2027, 12:00." in page
    assert "12:05</time> · desk" in page
    assert Section.objects.filter(guide=guide).count() == 2
    assert "there is nothing to bring back" in desk.get(history_of(guide, f"{newest(guide)}/restore/")).content.decode()
    assert first


def test_somebody_who_saves_after_the_question_is_not_overwritten(desk, guide):
    oldest = Timeline(WHOLES[Guide], guide.pk).versions[1].number
    asked = desk.get(history_of(guide, f"{oldest}/restore/"))
    guide.title_pl = "Zmienione przed chwilą"
    guide.save()

    answer = desk.post(history_of(guide, f"{oldest}/restore/"), {"seen": asked.context["seen"]})

    assert answer.status_code == 409
    assert "Somebody has saved it in the meantime." in answer.content.decode()
    assert "Zmienione przed chwilą" in answer.content.decode()
    assert Guide.objects.get(pk=guide.pk).title_pl == "Zmienione przed chwilą"


def test_a_refused_restoring_says_why(desk, guide):
    moment = newest(guide)
    old, guide.slug = guide.slug, "nowy-adres"
    guide.save()
    GuideFactory(slug=old)
    asked = desk.get(history_of(guide, f"{moment}/restore/"))

    answer = desk.post(history_of(guide, f"{moment}/restore/"), {"seen": asked.context["seen"]})

    assert answer.status_code == 422
    assert f"now has this address: “{old}”" in answer.content.decode()


def test_what_nobody_has_changed_says_so(desk):
    page = desk.get(history_of(Guide.objects.order_by("pk").first())).content.decode()

    assert "Nobody has changed it here yet." in page


def test_what_was_there_before_the_first_change_can_be_restored(desk):
    guide = Guide.objects.order_by("pk").first()
    title = guide.title_pl
    address = f"/admin/services/guide/{guide.pk}/change/"
    desk.post(address, posted(desk.get(address), title_pl="Inny"))

    page = desk.get(history_of(guide)).content.decode()
    oldest = Timeline(WHOLES[Guide], guide.pk).versions[-1].number
    asked = desk.get(history_of(guide, f"{oldest}/restore/"))
    desk.post(history_of(guide, f"{oldest}/restore/"), {"seen": asked.context["seen"]})

    assert "As it was before the first change here" in page
    assert Guide.objects.get(pk=guide.pk).title_pl == title


def test_a_confirmed_translation_is_a_version(desk):
    offer = OfferFactory()
    address = f"/admin/services/offer/{offer.pk}/change/?language=uk"
    desk.post(address, posted(desk.get(address), confirm_translation="on"))

    page = " ".join(desk.get(history_of(offer)).content.decode().split())

    assert 'State of the translation <span class="languages"><bdi lang="uk">Українська</bdi></span>' in page


def test_lists_of_hours_and_guides_show_their_rows(desk):
    centre, situation = Centre.objects.get(is_home=True), Situation.objects.filter(entries__isnull=False).first()
    span, entry = centre.opening_hours.first(), situation.entries.first()
    span.closes = span.closes.replace(hour=17)
    span.save()
    name = str(entry.guide)
    entry.position = 77
    entry.save()

    assert "Monday 07:30–17:30: closes" in " ".join(desk.get(history_of(centre)).content.decode().split())
    page = desk.get(history_of(situation, f"{newest(situation)}/")).content.decode()
    assert name in page
    assert "<ins>77</ins>" in page


def test_dates_of_a_course_have_a_history_page(desk):
    dates = CourseInstanceFactory()
    dates.weekdays = [2]
    dates.save()

    assert "Weekdays" in desk.get(history_of(dates)).content.decode()
    page = desk.get(history_of(dates, f"{newest(dates)}/")).content.decode()
    assert "<li><del>1</del></li><li><del>3</del></li><li><ins>2</ins></li>" in page


@pytest.mark.parametrize("number", [1, 3, 19])
def test_the_history_costs_the_same_for_any_number_of_versions(desk, django_assert_num_queries, anna, number):
    guide = GuideFactory()
    section = SectionFactory(guide=guide)
    for count in range(number):
        with one_version(by=anna):
            section.body_pl, guide.topic = f"Zdanie {count}.", TopicFactory()
            section.save()
            guide.save()
            guide.offices.set([OfficeFactory()])

    with django_assert_num_queries(13):
        page = desk.get(history_of(guide))

    assert page.content.decode().count('<li class="version">') == min(number + 2, 20)


def test_older_versions_are_on_further_pages(desk):
    offer = OfferFactory()
    for number in range(25):
        offer.title_pl = f"Tytuł {number}"
        offer.save()

    assert desk.get(history_of(offer)).content.decode().count('<li class="version">') == 20
    assert desk.get(history_of(offer, "?page=2")).content.decode().count('<li class="version">') == 6
    assert desk.get(history_of(offer, "?page=x")).status_code == 200


@pytest.mark.parametrize("end", ["1/", "1/restore/", "9" * 30 + "/", "9" * 30 + "/restore/", "0/"])
def test_forged_versions_are_not_found(desk, end):
    offer = OfferFactory()

    assert desk.get(history_of(offer, end)).status_code == 404
    assert desk.post(history_of(offer, end)).status_code in (404, 405)


def test_forged_objects_are_not_found(desk):
    for address in ("/admin/services/offer/999999/history/", "/admin/services/offer/abc/history/5/restore/"):
        assert desk.get(address, follow=True).redirect_chain[0][0] == "/admin/", address


def test_whoever_may_only_look_cannot_restore(desk, guide, client, django_user_model):
    reader = django_user_model.objects.create_user("reader", is_staff=True, desk_language="en")
    reader.user_permissions.add(Permission.objects.get(codename="view_guide"))
    client.force_login(reader)
    number = Timeline(WHOLES[Guide], guide.pk).versions[1].number

    page = client.get(history_of(guide))
    assert page.status_code == 200
    assert "Restore this version" not in page.content.decode()
    assert client.get(history_of(guide, f"{number}/restore/")).status_code == 403
    assert client.post(history_of(guide, f"{number}/restore/")).status_code == 403


def test_a_stranger_sees_nothing(client, guide):
    client.logout()

    for end in ("", f"{newest(guide)}/", f"{newest(guide)}/restore/"):
        assert client.get(history_of(guide, end))["Location"].startswith("/admin/login/")


def test_a_moment_and_its_number_are_one():
    moment = datetime(2027, 1, 10, 11, 5, 30, 123456, tzinfo=UTC)

    assert moment_of_number(number_of(moment)) == moment


@given(st.text(), st.text())
def test_a_diff_holds_both_texts_and_no_html(before, after):
    import re
    from html import unescape

    diff = word_diff(before, after)

    assert unescape(re.sub(r"<ins>.*?</ins>|</?del>", "", diff, flags=re.DOTALL)) == before
    assert unescape(re.sub(r"<del>.*?</del>|</?ins>", "", diff, flags=re.DOTALL)) == after
    assert set(re.findall(r"<[^>]*>", diff)) <= {"<ins>", "</ins>", "<del>", "</del>"}


def test_a_long_text_is_compared_in_no_time():
    import time

    before = "\n".join(f"Zdanie numer {number} o urzędzie." for number in range(2000))
    started = time.monotonic()

    diff = word_diff(before, before.replace("numer 1000 ", "numer tysiąc "))

    assert "<del>1000</del><ins>tysiąc</ins>" in diff
    assert time.monotonic() - started < 5
