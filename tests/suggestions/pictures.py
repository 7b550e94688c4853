"""Photos as phones send them, made in memory: with place, device, colour profile, turned, or broken."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

RED, GREEN = (220, 20, 20), (20, 200, 20)
GPS_LATITUDE = (39.0, 54.0, 26.0)
MAKER = "Pocket Telephone 9"
XMP = b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">NotebookOfAnna</x:xmpmeta>'


def image(width: int = 640, height: int = 400, mode: str = "RGB") -> Image.Image:
    """Red above, green below: so that one sees which side is up."""
    picture = Image.new("RGB", (width, height), GREEN)
    picture.paste(RED, (0, 0, width, height // 2))
    return picture.convert(mode)


def as_file(picture: Image.Image, form: str = "JPEG", **saved: Any) -> bytes:
    out = BytesIO()
    picture.save(out, form, **saved)
    return out.getvalue()


def exif(orientation: int = 1) -> bytes:
    """Place, device and the way the telephone was held."""
    data = Image.Exif()
    data[0x010F] = MAKER
    data[0x0112] = orientation
    data.get_ifd(0x8825).update({1: "N", 2: GPS_LATITUDE, 3: "E", 4: (116.0, 23.0, 29.0)})
    return data.tobytes()


def phone_jpeg(*, orientation: int = 1, **saved: Any) -> bytes:
    return as_file(image(), "JPEG", exif=exif(orientation), xmp=XMP, comment=b"taken by Anna", **saved)


def phone_png() -> bytes:
    notes = PngInfo()
    notes.add_text("Author", "Anna")
    return as_file(image(), "PNG", exif=exif(), pnginfo=notes)


def swapped_profile() -> bytes:
    """sRGB with the primaries red and green exchanged: a stand-in for any profile that is not sRGB."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")


def bomb(width: int = 40_000, height: int = 40_000) -> bytes:
    """A PNG of a few bytes that says it is as large as that."""
    small = as_file(Image.new("1", (8, 8)), "PNG")
    return _resized(small, width, height)


def _resized(png: bytes, width: int, height: int) -> bytes:
    head = b"IHDR" + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + head + struct.pack(">I", zlib.crc32(head)) + png[33:]
