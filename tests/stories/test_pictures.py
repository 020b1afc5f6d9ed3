"""A photo from a phone becomes the picture of a page, in a real browser."""

import pytest
from PIL import Image, ImageFilter

from tests.pictures import samples
from tests.stories.axe import axe_faults
from tests.stories.conftest import follow

pytestmark = pytest.mark.browser
FIRST_VIEW = 150_000  # bytes: what a page with a picture may weigh on a phone with a sharp screen
SHOWN = "() => { const shown = document.querySelector('.picture img'); return [shown.complete, shown.naturalWidth > 0, shown.currentSrc] }"


@pytest.fixture
def photo(tmp_path):
    """With as much detail as a photo of leaves."""
    leaves = Image.effect_noise((3000, 2000), 90).filter(ImageFilter.GaussianBlur(3)).convert("RGB")
    path = tmp_path / "photo.jpg"
    path.write_bytes(samples.saved(Image.blend(samples.striped((3000, 2000)), leaves, 0.5), quality=85))
    return path


@pytest.mark.slow
def test_staff_give_a_page_its_picture_and_a_reader_sees_it(desk, open_page, photo):
    page = desk()
    page.goto("/admin/pictures/picture/add/")
    page.set_input_files("#id_upload", photo)
    follow(page, "[name=_save]")
    assert page.locator(".errorlist").count() == 1  # the words are missing
    assert page.locator("#id_kept").input_value()  # the file need not be chosen again
    page.fill("#id_alt_pl", "Liście w parku")
    follow(page, "[name=_save]")
    assert page.locator("#result_list .thumbnail").count() == 1
    assert axe_faults(page) == []

    page.goto("/admin/courses/course/")
    follow(page, "#result_list tbody th a")
    page.select_option("#id_picture", label="Liście w parku")
    follow(page, "[name=_continue]")
    address = page.locator(".preview-link").get_attribute("href").replace("/pl/", "/ar/", 1)

    for scheme in ("light", "dark"):
        reader = open_page("/ar/", width=360, device_scale_factor=3, color_scheme=scheme)
        weights = []
        reader.on("requestfinished", lambda request, weights=weights: weights.append(weigh(request)))
        reader.goto(address, wait_until="networkidle")
        is_complete, has_points, source = reader.evaluate(SHOWN)
        assert (is_complete, has_points) == (True, True)
        assert source.endswith("-960.avif")
        assert sum(weights) <= FIRST_VIEW
        assert axe_faults(reader) == []
        assert reader.evaluate("document.documentElement.scrollWidth") <= 360


def weigh(request):
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]
