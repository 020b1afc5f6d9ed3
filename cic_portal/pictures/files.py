"""The files of a picture in Django's storage, named by what they show: a name never changes its content."""

import hashlib
import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

FOLDER = "pictures"
WIDTHS = (480, 960, 1600)  # pixels: a phone, a sharp phone or a page, a sharp page
FORMATS = {"avif": {"speed": 8}, "webp": {"method": 4}}
# Tried one after the other until a file is light enough; the first of each looks the same.
QUALITIES = {"avif": (50, 35, 20, 10, 0), "webp": (76, 60, 40, 20, 0)}
# With its page and the style sheet one picture stays within the first view of 150 kB.
HEAVIEST = 100_000  # bytes
# Raised when files of the same picture would come out otherwise; then they get other names.
RECIPE = "1"


@dataclass(frozen=True)
class StoredFiles:
    """What was stored: `digest` names the files, `width` and `height` are those of the largest, in pixels."""

    digest: str
    width: int
    height: int


def widths_of(width):
    """The widths in which a picture of `width` exists: it is never enlarged."""
    return [*(smaller for smaller in WIDTHS if smaller < width), width]


def file_name(digest, width, kind):
    return f"{digest}-{width}.{kind}"


def store_files(image):
    """Put `image` (RGB) into the storage in every width and format; returns its StoredFiles."""
    digest = hashlib.sha256(f"{RECIPE} {image.size}".encode() + image.tobytes()).hexdigest()[:32]
    for kind in FORMATS:
        step = 0
        for width in widths_of(image.width):
            content, step = _encoded(_scaled(image, width), kind, step)
            _write(f"{FOLDER}/{file_name(digest, width, kind)}", content)
    return StoredFiles(digest, image.width, image.height)


def _scaled(image, width):
    height = max(round(image.height * width / image.width), 1)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _encoded(image, kind, step):
    """The file, and the step of QUALITIES at which it is light enough: a wider one need not try better ones."""
    for quality in QUALITIES[kind][step:]:
        file = io.BytesIO()
        image.save(file, kind.upper(), quality=quality, **FORMATS[kind])
        if file.tell() <= HEAVIEST:
            break
    return file.getvalue(), QUALITIES[kind].index(quality)


def _write(name, content):
    # The name may be there from a picture that was deleted. Written afresh, it is not swept away as an old one.
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, ContentFile(content))
