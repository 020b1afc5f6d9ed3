import pytest

from cic_portal.languages import CODES

pytestmark = pytest.mark.browser


def test_a_newcomer_chooses_a_language_once(open_page):
    page = open_page("/pl/services/", locale="vi-VN")

    page.locator("nav.languages summary").click()
    page.get_by_role("link", name="ქართული").click()
    page.wait_for_url("**/ka/services/")
    page.goto("/")

    assert page.url.endswith("/ka/")
    assert [cookie["name"] for cookie in page.context.cookies()] == ["language"]


def test_nothing_needs_javascript(open_page):
    page = open_page("/uk/services/", java_script_enabled=False)

    page.locator("main a", has_text="MOS").first.click()

    assert page.locator("h1").inner_text()
    page.locator("nav.languages summary").click()
    page.get_by_role("link", name="العربية").click()
    page.wait_for_url("**/ar/**")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.context.cookies() == []


def test_an_arabic_reader_sees_the_phone_number_in_its_order(open_page):
    page = open_page("/ar/")

    places = page.evaluate(
        """() => {
          const digits = document.querySelector('.card--call bdi').firstChild;
          return ['887', '069', '112'].map((group) => {
            const range = document.createRange(), start = digits.data.replace(/\\u00a0/g, ' ').indexOf(group);
            range.setStart(digits, start); range.setEnd(digits, start + 3);
            return range.getBoundingClientRect().x;
          });
        }"""
    )

    assert places == sorted(places)


@pytest.mark.parametrize("code", ["uk", "ka", "ar"])
def test_the_first_screen_of_a_small_phone_shows_how_to_call(open_page, code):
    page = open_page(f"/{code}/", width=360, height=740)

    box = page.locator(".card--call").bounding_box()

    assert box["y"] + box["height"] <= 740


def test_the_first_visit_weighs_little(open_page, portal):
    page = open_page("/pl/about/")
    sizes = []
    page.context.clear_cookies()
    fresh = page.context.browser.new_context(base_url=portal.address)
    visit = fresh.new_page()
    visit.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    visit.goto("/ka/", wait_until="networkidle")
    fresh.close()

    assert len(sizes) <= 10
    assert sum(sizes) <= 100_000


def test_a_reader_in_danger_leaves_without_a_trace(open_page):
    page = open_page("/uk/contact/", width=1280, expect_faults=True)
    page.route(
        "https://www.wikipedia.org/**",
        lambda route: route.fulfill(body="<title>elsewhere</title>", content_type="text/html"),
    )
    page.goto("/uk/services/safety-and-rights/domestic-violence/")

    page.locator("[data-exit]").click()
    page.wait_for_url("https://www.wikipedia.org/**")
    page.go_back()

    assert page.url.endswith("/uk/contact/")


def test_a_term_is_explained_by_keyboard(open_page):
    page = open_page("/ru/services/legal-stay/apply-in-mos/")
    term = page.locator("a.term").first

    term.focus()
    page.keyboard.press("Enter")

    explained = page.evaluate("document.querySelector(':target').textContent.trim().length")
    assert explained > 20


def test_staff_change_the_phone_and_every_reader_sees_it(open_page, portal):
    page = open_page("/admin/login/", width=1280, height=900)
    page.fill("#id_username", "staff")
    page.fill("#id_password", portal.password)
    page.click("input[type=submit]")
    page.wait_for_selector("#user-tools")
    page.goto("/admin/contact/centre/?is_home__exact=1")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_selector("#id_phone")
    before = page.input_value("#id_phone")

    page.fill("#id_phone", "123 456 789")
    page.click("input[name=_save]")
    page.wait_for_selector(".success")

    for code in CODES:
        page.goto(f"/{code}/contact/")
        assert page.locator("a[href='tel:+48123456789']").count() >= 2, code
    page.goto("/admin/contact/centre/")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_selector("#id_phone")
    page.fill("#id_phone", before)
    page.click("input[name=_save]")
    page.wait_for_selector(".success")
