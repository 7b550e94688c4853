"""From whatever a phone sends to two plain JPEGs that hold a picture and nothing else. Pure: bytes in, bytes out.

Nothing of the file that was sent is kept: its pixels are turned upright, brought to sRGB, made smaller and written
anew. So the place, the time, the device (EXIF, XMP, IPTC), thumbnails and whatever was hung behind the picture stay out.
"""

from __future__ import annotations

import struct
import warnings
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Final

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms

# The most pixels of each. A JPEG (up to a phone's largest photo) is decoded no larger than needed; the others are
# decoded whole, some 8 bytes a pixel, and a few KB of them can claim any size.
MOST_PIXELS: Final = {"JPEG": 50_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
FORMATS: Final = tuple(MOST_PIXELS)
MOST_BYTES: Final = 10 * 1024 * 1024
LARGE, SMALL = 1600, 480  # pixels of the longer side
QUALITY: Final = 82
_OTHER_THINGS: Final = (b"<script", b"<html", b"<!doctype", b"<?php")
_PDF_READERS_LOOK: Final = 1024  # bytes from the start
_MADE_SMALLER_AS_THEY_ARE: Final = ("L", "LA", "RGB", "RGBA", "CMYK", "I")
_ORIENTATION: Final = 0x0112
_TURNS: Final[dict[object, Image.Transpose]] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow raises for bytes that are not what they should be.
_MALFORMED: Final = (OSError, ValueError, SyntaxError, TypeError, LookupError, EOFError, struct.error)

TOO_LARGE = _("It is larger than 10 MB.")
NOT_A_PHOTO = _("It is not a photo in JPEG, PNG or WebP.")
TOO_MANY_PIXELS = _("It has more pixels than a photo.")
SOMETHING_ELSE = _("It holds something else besides a picture.")
BROKEN = _("It cannot be read to its end; perhaps it was cut off on the way.")


class Unusable(ValueError):
    """This file does not become a photo; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Picture:
    """The photo in two sizes, as JPEG files; `width` and `height` of the large one."""

    large: bytes
    small: bytes
    width: int
    height: int


def picture_from(file: IO[bytes]) -> Picture:
    """Raises Unusable, before anything large is decoded, for what is no photo or pretends to be a huge one."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unusable(TOO_LARGE)
    if _is_something_else(data):
        raise Unusable(SOMETHING_ELSE)
    large = _plain(_made_smaller(_opened(data)))
    return Picture(_jpeg(large), _jpeg(_within(large, SMALL)), *large.size)


def _is_something_else(data: bytes) -> bool:
    """Whether another program would find an archive, a document or a web page in it.

    Phones do hang films behind their photos; those are left out like everything else that is no pixel.
    """
    if b"%PDF-" in data[:_PDF_READERS_LOOK] or zipfile.is_zipfile(BytesIO(data)):
        return True
    lowered = data.lower()
    return any(sign in lowered for sign in _OTHER_THINGS)


def _opened(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise Unusable(TOO_MANY_PIXELS) from None
    except _MALFORMED:
        raise Unusable(NOT_A_PHOTO) from None
    if image.width * image.height > MOST_PIXELS[image.format or ""]:
        raise Unusable(TOO_MANY_PIXELS)
    # A JPEG is decoded no larger than needed: a quarter of the memory, a quarter of the time.
    image.draft(image.mode, (LARGE, LARGE))
    try:
        image.load()
    except _MALFORMED:
        raise Unusable(BROKEN) from None
    return image


def _made_smaller(image: Image.Image) -> Image.Image:
    """Before anything else is done with it, so that every further copy is a small one."""
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I")
    elif image.has_transparency_data and image.mode not in ("LA", "RGBA"):
        image = image.convert("RGBA")
    elif image.mode not in _MADE_SMALLER_AS_THEY_ARE:
        image = image.convert("RGB")
    image.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)
    return image


def _plain(image: Image.Image) -> Image.Image:
    """Upright, without transparency, in sRGB, and without anything that came along."""
    profile = image.info.get("icc_profile")
    image = _opaque(_upright(image))
    if profile:
        image = _in_srgb(image, profile)
    bare = Image.new("RGB", image.size)
    bare.paste(image.convert("RGB"))
    return bare


def _upright(image: Image.Image) -> Image.Image:
    """As the telephone was held; what it wrote about that and cannot be read is as if there were nothing."""
    try:
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except _MALFORMED:
        return image
    return image if turn is None else image.transpose(turn)


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode in ("LA", "RGBA"):
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")
    if image.mode == "I":
        return image.point(lambda level: level * (1 / 256)).convert("L")
    return image


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours as they were meant; a profile that cannot be read is as if there were none."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return turned if turned is not None else image


def _within(image: Image.Image, side: int) -> Image.Image:
    smaller = image.copy()
    smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
    return smaller


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
