"""From a file that somebody chose to an upright sRGB image without anything else in it; no database, no storage."""

import io

from PIL import Image, ImageCms, ImageOps

from cic_portal.languages import staff_text as _s

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")  # of an animation the first frame
MIME_TYPES = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/gif")
LARGEST_FILE = 15 * 1024 * 1024  # bytes
MOST_PIXELS = 40_000_000
# No page shows more: wider than its column on a sharp screen, or longer than three screens of a phone.
LARGEST = (1600, 2400)

# Pillow itself warns from here on, and refuses twice as much before it has decoded anything.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


class PictureRefused(Exception):
    """Says in one sentence for staff why a file cannot become a picture."""


TOO_LARGE = _s("This file is larger than 15 MB. Export it smaller and choose it again.")
TOO_MANY_PIXELS = _s("This picture has more than 40 million points. Make it smaller and choose it again.")
NO_PICTURE = _s("This file is not a picture that the portal can show. Choose a JPEG, PNG, WebP, AVIF or GIF file.")
DAMAGED = _s("This picture is damaged or not complete. Open it, save it again and choose the new file.")


def read_picture(file):
    """The picture in `file` (seekable, with a `size`) as an RGB image of at most LARGEST; raises PictureRefused."""
    if file.size > LARGEST_FILE:
        raise PictureRefused(TOO_LARGE)
    content = io.BytesIO(file.read())
    _check(_opened(content), content)
    image = _opened(content)
    try:
        return _upright_rgb(image)
    except Exception as error:  # see _opened
        raise PictureRefused(DAMAGED) from error


def _opened(content):
    """The picture with its header read and nothing decoded yet."""
    content.seek(0)
    try:
        image = Image.open(content, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(TOO_MANY_PIXELS) from error
    except Exception as error:
        # Readers of strangers' bytes fail in more ways than they name. Whichever it is, this is no picture for us.
        raise PictureRefused(NO_PICTURE) from error
    if image.width * image.height > MOST_PIXELS:
        raise PictureRefused(TOO_MANY_PIXELS)
    return image


def _check(image, content):
    """Refuse what is broken where Pillow can tell without decoding: check sums of PNG, what follows a cut."""
    try:
        image.verify()
    except Exception as error:  # see _opened
        raise PictureRefused(DAMAGED) from error


def _upright_rgb(image):
    # A JPEG can be decoded at half or a quarter of its size: a large photo then costs a tenth of the memory.
    image.draft(image.mode, (max(LARGEST), max(LARGEST)))
    image.load()
    colours = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(_direct(image))
    image.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    image = _flat(_srgb(image, colours))
    # Made from the points alone: no metadata of any kind comes with them.
    return Image.frombytes("RGB", image.size, image.tobytes())


def _direct(image):
    """Colours instead of numbers in a palette, 8 bits instead of 16: what can be scaled."""
    if image.mode.startswith("I"):
        return image.convert("F").point(lambda value: value / 256).convert("L")
    if image.mode in ("P", "PA", "LA", "1") or "transparency" in image.info:
        return image.convert("RGBA")
    return image


def _srgb(image, colours):
    """The colours of a camera or a printer as a screen understands them; as they are when their profile says nothing."""
    if not colours:
        return image
    try:
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        profile = ImageCms.ImageCmsProfile(io.BytesIO(colours))
        return ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return image


def _flat(image):
    """On white: a dark drawing without a ground would vanish on a dark page."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image).convert("RGB")
