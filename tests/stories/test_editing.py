"""Two browsers, one guide: a conflict, the history, the way back. On a phone, in both colour schemes, judged by axe."""

import pytest

from tests.stories.axe import ON_A_PHONE, faults_in
from tests.stories.conftest import follow

pytestmark = pytest.mark.browser

OFFER = """
from services.models import Offer
from tests.factories import OfferFactory
Offer.objects.filter(slug="{slug}").delete()
print(OfferFactory(slug="{slug}", title="Wsparcie", body="Zdanie.").pk)
"""
BEAT = """() => {
  const url = document.getElementById("who-else").dataset.url;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  return fetch(url, {method: "POST", headers: {"X-CSRFToken": token}}).then((answer) => answer.json());
}"""


@pytest.mark.slow
def test_a_conflict_loses_nothing_and_history_leads_back(desk, portal):
    number = portal.run("shell", "-v0", "-c", OFFER.format(slug="konflikt")).split()[-1]
    form = f"/admin/services/offer/{number}/change/?language=ar"
    # axe tries an inline style on a form, and the browser says that the policy blocks it.
    first, second = desk(), desk(expect_faults=True)
    first.goto(form)
    second.goto(form)
    assert second.evaluate(BEAT) == {"who_else": []}

    first.fill("#id_title_ar", "الأول")
    follow(first, "[name=_save]")
    second.fill("#id_title_ar", "الثاني")
    follow(second, "[name=_save]")

    assert second.input_value("#id_title_ar") == "الثاني"
    second.click(".saved-meanwhile summary")
    assert second.inner_text(".word-diff del") == "الأول"
    assert second.locator(".word-diff").get_attribute("dir") == "rtl"
    faults = faults_in(second, ON_A_PHONE)
    follow(second, "[name=_save]")
    assert second.locator(".messagelist .success").count() == 1

    second.goto(f"/admin/services/offer/{number}/history/")
    faults += faults_in(second, ON_A_PHONE)
    follow(second, ".version:first-child a")
    faults += faults_in(second, ON_A_PHONE)
    follow(second, "a[href$='/history/']", nth=0)
    follow(second, ".version:nth-child(2) a[href$='/restore/']")
    faults += faults_in(second, ON_A_PHONE)
    follow(second, ".desk-form [type=submit]")
    second.goto(form)

    assert second.input_value("#id_title_ar") == "الأول"
    assert faults == []


def test_what_was_deleted_comes_back_without_javascript(desk, portal):
    number = portal.run("shell", "-v0", "-c", OFFER.format(slug="usuwane")).split()[-1]
    page, judge = desk(java_script_enabled=False), desk()

    page.goto(f"/admin/services/offer/{number}/delete/")
    follow(page, "form [type=submit]", nth=-1)
    follow(page, ".messagelist a[href='/admin/deleted/']")
    judge.goto("/admin/deleted/")
    faults = faults_in(judge, ON_A_PHONE)
    judge.goto(f"/admin/services/offer/{number}/history/")
    follow(page, ".member button")

    assert page.url.endswith(f"/admin/services/offer/{number}/change/")
    assert page.input_value("#id_title_pl") == "Wsparcie"
    assert faults == []
