"""What axe finds on a page, and whether the page fits its screen."""

from axe_playwright_python.base import AXE_SCRIPT

from tests.stories.conftest import adopt

ON_A_PHONE = ((360, "light"), (360, "dark"))  # at the desk
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}

# Colours of links and buttons change slowly; half-way they would be judged as neither light nor dark.
AT_ONCE = "* { transition: none !important }"


def axe_faults(page, scheme="light"):
    # Dark differs from light in colours alone, so the other rules need not be asked again.
    rules = RULES if scheme == "light" else CONTRAST
    adopt(page, AT_ONCE)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    # Django's style sheet for forms imports another one; axe would load it and put it into the page as an inline style.
    found = page.evaluate("rules => axe.run(rules)", rules | {"preload": False})["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def faults_in(page, views, name=""):
    """What axe finds on the page as it is, and whether it fits, in each of `views`: (width in pixels, colour scheme)."""
    faults, name = [], name or page.url
    for width, scheme in views:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        faults += [f"{name} {width} {scheme}: {fault}" for fault in axe_faults(page, scheme)]
        if (actual := page.evaluate("document.documentElement.scrollWidth")) > width:
            faults.append(f"{name}: {actual} pixels wide at {width}")
    return faults
