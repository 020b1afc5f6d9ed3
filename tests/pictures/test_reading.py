"""What becomes of a file that somebody chose: a clean picture, or a sentence."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, ImageFile

from cic_portal.pictures import reading
from cic_portal.pictures.reading import PictureRefused, read_picture
from tests.pictures import samples


def read(content, name="a.jpg"):
    return read_picture(SimpleUploadedFile(name, content))


def refusal_of(content, name="a.jpg"):
    with pytest.raises(PictureRefused) as refused:
        read(content, name)
    return refused.value.args[0]


def looks_like(image, places):
    """Whether the points at `places` (parts of width and height) have about these colours."""
    for (across, down), colour in places.items():
        point = image.getpixel((int(across * (image.width - 1)), int(down * (image.height - 1))))
        if any(abs(has - wants) > 12 for has, wants in zip(point, colour, strict=True)):
            return False
    return True


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_every_allowed_kind_becomes_the_same_picture(kind):
    image = read(samples.saved(samples.striped(), kind))

    assert (image.mode, image.size) == ("RGB", (600, 400))
    assert looks_like(image, {(0.1, 0.5): samples.COLOURS[0], (0.6, 0.5): samples.COLOURS[2]})


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "TGA", "PDF", "EPS", "JPEG2000"])
def test_other_kinds_are_refused_whatever_their_name(kind):
    content = samples.saved(samples.striped((64, 64)), kind)

    assert refusal_of(content) == reading.NO_PICTURE


@pytest.mark.parametrize(
    "content",
    [b"", b"To jest tekst.", samples.SVG, b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"\0" * 5000],
    ids=["empty", "text", "svg", "three bytes", "gif header", "webp header", "zeros"],
)
def test_what_is_no_picture_is_refused(content):
    assert refusal_of(content) == reading.NO_PICTURE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_cut_picture_is_refused(kind):
    whole = samples.saved(samples.striped(), kind)

    assert refusal_of(whole[: len(whole) * 2 // 3]) in (reading.DAMAGED, reading.NO_PICTURE)


@pytest.mark.parametrize("bomb", [samples.header_of_a_bomb, samples.small_file_that_grows])
def test_a_bomb_is_refused_before_anything_is_decoded(bomb, monkeypatch):
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("it was decoded"))

    assert refusal_of(bomb()) == reading.TOO_MANY_PIXELS


def test_hidden_words_that_grow_are_refused():
    assert refusal_of(samples.words_that_grow()) == reading.NO_PICTURE


def test_the_largest_picture_that_is_allowed_is_read():
    image = read(samples.saved(samples.striped((8000, 5000)), quality=50))

    assert image.size == (1600, 1000)


def test_one_point_more_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_PIXELS", 600 * 400 - 1)

    assert refusal_of(samples.saved(samples.striped())) == reading.TOO_MANY_PIXELS


def test_a_file_that_is_too_large_is_not_even_read():
    class Endless:
        size = reading.LARGEST_FILE + 1

    with pytest.raises(PictureRefused) as refused:
        read_picture(Endless())  # it has no `read`

    assert refused.value.args[0] == reading.TOO_LARGE


def test_a_photo_stands_upright():
    lying = read(samples.photo_of_a_phone(orientation=6))  # turn it right by 90°: what was left comes to the top

    assert lying.size == (400, 600)
    assert looks_like(lying, {(0.5, 0.1): samples.COLOURS[0], (0.5, 0.9): samples.COLOURS[3]})


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_odd_exif_keeps_no_photo_out():
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x05garbage"

    assert read(samples.saved(samples.striped(), exif=exif)).size == (600, 400)


def test_a_print_picture_shows_its_colours():
    image = read(samples.saved(samples.striped(mode="CMYK"), quality=95))

    assert looks_like(image, {(0.1, 0.5): samples.COLOURS[0], (0.9, 0.5): samples.COLOURS[3]})


def test_a_colour_profile_is_applied():
    """In this profile red and green have changed places."""
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = usual.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")
    red = Image.new("RGB", (20, 20), (250, 0, 0))

    assert looks_like(read(samples.saved(red, "PNG", icc_profile=swapped)), {(0.5, 0.5): (0, 250, 0)})


def test_a_broken_colour_profile_keeps_no_picture_out():
    content = samples.saved(samples.striped(), "PNG", icc_profile=b"not a profile")

    assert looks_like(read(content), {(0.1, 0.5): samples.COLOURS[0]})


def test_of_an_animation_the_first_frame_is_shown():
    assert looks_like(read(samples.animation()), {(0.5, 0.5): (200, 0, 0)})


def test_a_drawing_without_a_ground_stands_on_white():
    image = read(samples.drawing())

    assert looks_like(image, {(0.1, 0.5): (255, 255, 255), (0.35, 0.5): (20, 20, 20)})


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGBA", "I;16"])
def test_every_mode_of_png_is_read(mode):
    content = samples.saved(Image.new(mode, (30, 20), 0), "PNG")

    assert read(content).size == (30, 20)


def test_sixteen_bits_of_grey_keep_their_grey():
    content = samples.saved(Image.new("I;16", (9, 9), 0x8000), "PNG")

    assert looks_like(read(content), {(0.5, 0.5): (128, 128, 128)})


def test_the_smallest_picture_is_a_picture():
    assert read(samples.saved(Image.new("RGB", (1, 1), "red"), "PNG")).getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize("size", [(6000, 1), (1, 6000), (500, 20_000)])
def test_a_strip_fits_like_any_other(size):
    image = read(samples.saved(Image.new("RGB", size), "PNG"))

    assert 1 <= image.width <= 1600
    assert 1 <= image.height <= 2400


def test_what_hangs_behind_a_picture_is_left_behind():
    page = b"<script>alert(1)</script>"
    image = read(samples.saved(samples.striped((64, 64))) + page)

    assert page not in samples.saved(image, "WEBP")


def test_nothing_comes_with_the_points():
    image = read(samples.photo_of_a_phone())

    assert (image.info, dict(image.getexif())) == ({}, {})


def test_a_file_of_one_kind_under_the_name_of_another_is_what_it_is():
    assert read(samples.saved(samples.striped(), "PNG"), name="photo.jpg").size == (600, 400)


def test_memory_stays_small_for_a_large_photo():
    """A photo of 40 million points is decoded at half its size: its 120 MB never exist."""
    seen = []
    load = ImageFile.ImageFile.load

    def noted(self):
        seen.append(self.size)
        return load(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ImageFile.ImageFile, "load", noted)
        read(samples.saved(Image.new("RGB", (8000, 5000)), quality=30))

    assert max(width * height for width, height in seen) <= 4000 * 2500


def test_samples_say_what_they_hide():
    """What the other tests look for is really there."""
    photo = Image.open(io.BytesIO(samples.photo_of_a_phone()))

    assert photo.getexif().get_ifd(0x8825)[1] == "N"
    assert photo.info["comment"] == b"secret comment"
    assert b"secret" in photo.info["xmp"]
