"""`make guide-pictures`: takes the pictures of docs/staff-guide anew, from a portal of its own with made-up people."""

import io
import json
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.run import chromium
from tests.stories.conftest import FLAGS, adopt, follow, log_in, running_portal

PICTURES = Path(__file__).parent.parent / "docs" / "staff-guide" / "pictures"
COLOURS = 64
# The bar of buttons follows the window; in a picture of the whole page it would lie over the fields.
IN_ITS_PLACE = ".submit-row { position: static !important }"
# The service is never called: the picture shows its button alone.
SETTINGS = {"MACHINE_TRANSLATION": "libretranslate", "MACHINE_TRANSLATION_URL": "http://127.0.0.1:9"}


@dataclass(frozen=True)
class Shot:
    """A picture called `name` of the desk page at `place` (after /admin/), or of the row of that name."""

    name: str
    place: str = ""
    height: int = 700
    width: int = 1200
    part: str = "#content"  # what of the page is shown, from its top edge on
    fill: dict = field(default_factory=dict)
    press: str = ""


SHOTS = (
    Shot("second-factor", "second-factor/set-up/", 800),
    Shot("home", part="body", height=800),
    Shot("home-phone", part="body", width=390, height=800),
    Shot("edit-guide", "guide", 620),
    Shot("edit-text", "guide", 520, part=".long-text"),
    Shot("history", "history", 560),
    Shot("amount", "amount", 640),
    Shot("picture", "pictures/picture/add/", 620, fill={"#id_alt_pl": "Sala lekcyjna z tablicą."}),
    Shot("board", "translations/", 620),
    Shot("translate", "translation", 640),
    Shot("languages", "languages/", 560),
    Shot("exchange", "translations/exchange/", 700),
    Shot("machine", "machine", 560),
    Shot("closure", "closure", 520),
    Shot("message", "message", 760),
    Shot("appointments", "day", 620),
    Shot("appointments-phone", "day", 760, width=390, part="body"),
    Shot("adviser", "adviser", 760),
    Shot("group", "group", 760),
    Shot("attendance", "lesson", 480),
    Shot("event", "event", 700),
    Shot("demand", "demand/interest/table/", 420),
    Shot("letters", "letters/letter/?state__exact=failed", 420),
    Shot(
        "one-person",
        "personal_data/accessrecord/person/",
        620,
        fill={"#id_contact": "przyklad@example.org"},
        press="[name=find]",
    ),
    Shot("report", "enrolments/enrolment/report/", 640, press=".desk-form [type=submit]"),
    Shot("links", "links/link/?state=mend", 420),
    Shot("leaflets", "leaflets/", 460),
    Shot(
        "invite",
        "accounts/user/add/",
        760,
        fill={"#id_first_name": "Przykładowa", "#id_last_name": "Osoba", "#id_email": "osoba@example.org"},
    ),
    Shot("account", "account", 620),
    Shot("records", "accounts/auditrecord/", 560),
)


def main():
    django.setup()  # the settings of the tests have a key that the portal starts with
    with tempfile.TemporaryDirectory() as folder, running_portal(Path(folder), **SETTINGS) as portal:
        portal.run("load_demo")
        take_all(portal)


def take_all(portal):
    places = json.loads(inside(portal, "add_examples()").splitlines()[-1])
    with sync_playwright() as playwright:
        for language in ("pl", "en"):
            inside(portal, f"speak({language!r})")
            # Its own words, on the button for a file and in fields of dates, come from the system, not from the page.
            system = {"env": {**os.environ, "LANGUAGE": language}, "args": [*FLAGS.split(), f"--lang={language}"]}
            browser = playwright.chromium.launch(executable_path=chromium(), **system)
            take_login(browser, portal, language)
            take_desk(browser, portal, places, language)
            browser.close()


def inside(portal, call):
    """Run a function of tests.staff_guide_examples on the database of `portal`; what it printed."""
    return portal.run("shell", "-c", f"from tests import staff_guide_examples as examples; examples.{call}")


def take_login(browser, portal, language):
    page = new_page(browser, portal, language)
    page.goto("/admin/login/")
    keep(page, Shot("login", height=520), language)
    page.context.close()


def take_desk(browser, portal, places, language):
    page = new_page(browser, portal, language)
    log_in(page, portal)
    make_a_version(page, places["event"], f"sala {language}")
    for shot in SHOTS:
        page.set_viewport_size({"width": shot.width, "height": 800})
        page.goto(f"/admin/{places.get(shot.place, shot.place)}", wait_until="networkidle")
        for selector, words in shot.fill.items():
            page.fill(selector, words)
        if shot.press:
            page.locator(shot.press).first.click()
            page.wait_for_load_state("networkidle")
        keep(page, shot, language)
    page.context.close()


def make_a_version(page, place, words):
    """Change something by its form, so that there is a history to look at."""
    page.goto(f"/admin/{place}")
    page.fill("#id_place", words)
    follow(page, "[name=_save]")


def new_page(browser, portal, language):
    locale = {"pl": "pl-PL", "en": "en-GB"}[language]
    return browser.new_context(
        base_url=portal.address, locale=locale, viewport={"width": 1200, "height": 800}
    ).new_page()


def keep(page, shot, language):
    """Write the picture, with few colours so that it weighs little."""
    adopt(page, IN_ITS_PLACE)
    box = page.locator(shot.part).first.bounding_box()
    top = 0 if shot.part == "body" else box["y"] + page.evaluate("scrollY")
    height = page.evaluate("document.documentElement.scrollHeight")
    clip = {"x": box["x"], "y": top, "width": box["width"], "height": min(shot.height, height - top)}
    taken = Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=True, animations="disabled")))
    path = PICTURES / language / f"{shot.name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(PICTURES)}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(main())
