"""A new colleague's first day at the desk, in a real browser; each page on the way is judged by axe."""

import re

import pytest

from tests.accounts.logins import code_of_key
from tests.stories.axe import faults_in
from tests.stories.conftest import follow

pytestmark = pytest.mark.browser
SIZES = ((360, "light"), (360, "dark"), (1280, "light"), (1280, "dark"))
PASSWORD = "jesień parasol 7 sowa"


class Judge:
    """Looks at a page as it is, at both sizes and in both schemes, and gathers what is wrong."""

    def __init__(self):
        self.faults = []

    def __call__(self, page, name):
        self.faults += faults_in(page, SIZES, name)
        page.set_viewport_size({"width": 360, "height": 800})
        page.emulate_media(color_scheme="light")


def log_in(page, username, password):
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    follow(page, "[type=submit]")


def invite(office, name):
    office.goto("/admin/accounts/user/add/")
    office.fill("#id_first_name", name.title())
    office.fill("#id_last_name", "Kot")
    office.fill("#id_email", f"{name}@example.org")
    office.select_option("#id_desk_language", "en")


def link_in(portal, recipient):
    letter = portal.letters_to(recipient)[-1].get_body(("plain",)).get_content()
    return re.search(rf"{re.escape(portal.address)}(/admin/\S+)", letter)[1]


@pytest.mark.slow
def test_a_new_colleague_follows_the_letter_and_comes_in_with_a_backup_code(open_page, portal):
    judge = Judge()
    office = open_page("/admin/login/", width=360)
    judge(office, "login")
    log_in(office, "staff", portal.password)
    invite(office, "ewa")
    judge(office, "invite")
    follow(office, ".desk-form [type=submit]")
    judge(office, "accounts")

    page = open_page(link_in(portal, "ewa@example.org"), width=360)
    assert page.url.endswith("/admin/invitation/")
    judge(page, "invitation")
    page.fill("#id_new_password1", PASSWORD)
    page.fill("#id_new_password2", PASSWORD)
    follow(page, "[type=submit]")

    assert "/admin/second-factor/set-up/" in page.url
    assert page.locator(".qr-frame svg").bounding_box()["width"] >= 200
    judge(page, "set up")
    page.fill("#id_code", code_of_key(page.locator(".secret-key").inner_text()))
    follow(page, "[type=submit]")

    codes = page.locator(".backup-codes code").all_inner_texts()
    assert len(set(codes)) == 10
    judge(page, "backup codes")
    follow(page, "a.button")
    assert page.url == f"{portal.address}/admin/"
    follow(page, "#logout-form button")
    judge(page, "logged out")

    log_in(page, "ewa", PASSWORD)
    judge(page, "code")
    follow(page, "a[href*=backup]")
    judge(page, "backup code")
    page.fill("#id_code", "abcd-efgh")
    follow(page, "[type=submit]")
    judge(page, "wrong code")
    page.wait_for_timeout(1100)  # after a wrong code django-otp wants a pause of a second
    page.fill("#id_code", codes[0].upper())
    follow(page, "[type=submit]")
    assert page.url == f"{portal.address}/admin/"
    assert "9" in page.locator(".messagelist").inner_text()

    for address in ("account/", "password_change/", "account/backup-codes/", "account/log-out-everywhere/"):
        page.goto(f"/admin/{address}")
        judge(page, address)
    office.goto("/admin/accounts/auditrecord/")
    judge(office, "records")
    # Axe copies parts of this page with the styles that Django's scripts gave them, and our policy says so aloud.
    logged_in = office.context.storage_state()
    account = open_page("/admin/accounts/user/?q=ewa", width=360, expect_faults=True, storage_state=logged_in)
    follow(account, "#result_list tbody th a")
    judge(account, "account")
    assert judge.faults == []


@pytest.mark.slow
def test_a_forgotten_password_is_set_anew_without_javascript(open_page, portal):
    judge = Judge()
    office = open_page("/admin/login/", width=360)
    log_in(office, "staff", portal.password)
    invite(office, "jan")
    follow(office, ".desk-form [type=submit]")
    page = open_page(link_in(portal, "jan@example.org"), width=360, java_script_enabled=False)
    page.fill("#id_new_password1", PASSWORD)
    page.fill("#id_new_password2", PASSWORD)
    follow(page, "[type=submit]")
    page.context.clear_cookies()

    page.goto("/admin/login/")
    follow(page, "a[href$='/new-password/']")
    page.fill("#id_email", "jan@example.org")
    follow(page, "[type=submit]")
    seen = open_page(link_in(portal, "jan@example.org"), width=360)
    judge(seen, "new password")
    seen.fill("#id_new_password1", f"{PASSWORD} i wróbel")
    seen.fill("#id_new_password2", f"{PASSWORD} i wróbel")
    follow(seen, "[type=submit]")
    assert "why=password" in seen.url
    log_in(seen, "jan", f"{PASSWORD} i wróbel")

    assert "/admin/second-factor/set-up/" in seen.url
    for address in ("/admin/new-password/", "/admin/new-password/sent/", "/admin/invitation/x/"):
        seen.goto(address)
        judge(seen, address)
    assert judge.faults == []


def test_a_lockout_is_a_page_that_can_be_read(open_page, portal):
    judge = Judge()
    page = open_page("/admin/login/", width=360, expect_faults=True)
    for _time in range(5):
        log_in(page, "nobody", "wrong")

    assert "15" in page.locator("#content").inner_text()
    judge(page, "locked out")
    assert judge.faults == []
