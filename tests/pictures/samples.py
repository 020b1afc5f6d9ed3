"""Pictures as people upload them, and files that only look like pictures. Made here, so that no photo lies in the repository."""

import io
import struct
import zlib

from PIL import Image, PngImagePlugin

# Left to right: red, green, blue, white; enough to see whether a picture was turned or its colours changed.
COLOURS = [(220, 30, 30), (30, 180, 60), (30, 60, 210), (250, 250, 250)]


def striped(size=(600, 400), mode="RGB"):
    image = Image.new("RGB", (4, 1))
    image.putdata(COLOURS)
    return image.resize(size, Image.Resampling.NEAREST).convert(mode)


def saved(image, kind="JPEG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def photo_of_a_phone(orientation=1):
    """A JPEG with the place where it was taken, who took it, a comment and the turn of the camera."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "Jan Fotograf"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 45.0, 44.4), 3: "E", 4: (18.0, 5.0, 27.6)})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><secret>Kalisz</secret></x:xmpmeta>"
    return saved(striped(), exif=exif, xmp=xmp, comment=b"secret comment", quality=92)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *chunks):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(chunks) + chunk(b"IEND", b"")


def header_of_a_bomb():
    """Seventy bytes that claim to be 60 000 points wide and high."""
    return png(60_000, 60_000, chunk(b"IDAT", zlib.compress(b"\0" * 100)))


def small_file_that_grows():
    """A whole PNG of a few hundred kilobytes: 14 000 × 14 000 points once it is decoded, 560 MB."""
    rows = zlib.compressobj(9)
    row = b"\0" * (1 + 14_000 * 3)
    data = b"".join(rows.compress(row) for _ in range(14_000)) + rows.flush()
    return png(14_000, 14_000, chunk(b"IDAT", data))


def words_that_grow():
    """A PNG of 1 × 1 point whose hidden text unpacks to a hundred megabytes."""
    text = b"Comment\0\0" + zlib.compress(b"\0" * 100_000_000, 9)
    return png(1, 1, chunk(b"zTXt", text), chunk(b"IDAT", zlib.compress(b"\0" * 4)))


def drawing():
    """A palette PNG: a dark line on nothing."""
    image = Image.new("P", (40, 40), 0)
    image.putpalette([0, 0, 0, 20, 20, 20])
    image.paste(1, (10, 0, 20, 40))
    return saved(image, "PNG", transparency=0)


def animation():
    first, second = Image.new("P", (30, 20), 0), Image.new("P", (30, 20), 1)
    for frame in (first, second):
        frame.putpalette([200, 0, 0, 0, 0, 200])
    return saved(first, "GIF", save_all=True, append_images=[second], duration=100)


def with_hidden_text():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Jan Fotograf")
    info.add_itxt("XML:com.adobe.xmp", "<secret/>")
    return saved(striped((50, 50)), "PNG", pnginfo=info)


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'><script>alert(1)</script></svg>"
