"""What becomes of a photo file: upright, in sRGB, two sizes, and nothing in it but the picture."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from policywiki.suggestions.photos import pictures
from policywiki.suggestions.photos.pictures import Unusable, picture_from

from .pictures import MAKER, as_file, bomb, image, phone_jpeg, phone_png, swapped_profile


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 30 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize(
    "data", [phone_jpeg(), phone_png(), as_file(image(), "WEBP")], ids=["jpeg", "png", "webp"]
)
def test_nothing_but_the_picture_is_left(data: bytes) -> None:
    assert data != picture_from(BytesIO(data)).large
    result = picture_from(BytesIO(data))
    for file in (result.large, result.small):
        found = opened(file)
        assert found.format == "JPEG"
        assert set(found.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }
        assert not found.getexif()
        for trace in (MAKER.encode(), b"Anna", b"xmpmeta", b"Exif", b"GPS", b"ICC_PROFILE"):
            assert trace not in file, trace
    assert (result.width, result.height) == (640, 400)
    assert max(opened(result.small).size) == pictures.SMALL


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (640, 400), (320, 20)),
        (3, (640, 400), (320, 380)),
        (6, (400, 640), (380, 320)),
        (8, (400, 640), (20, 320)),
    ],
)
def test_a_telephone_held_sideways_gives_an_upright_photo(
    orientation: int, size: tuple[int, int], red_at: tuple[int, int]
) -> None:
    found = opened(picture_from(BytesIO(phone_jpeg(orientation=orientation))).large)
    assert found.size == size
    assert near(found.getpixel(red_at), (220, 20, 20))


def test_colours_are_brought_to_srgb() -> None:
    data = as_file(Image.new("RGB", (64, 64), (220, 20, 20)), "JPEG", icc_profile=swapped_profile())
    red, green, _blue = opened(picture_from(BytesIO(data)).large).getpixel((32, 32))  # type: ignore[misc]
    assert green > 180 > red + 60
    broken = as_file(Image.new("RGB", (64, 64), (220, 20, 20)), "JPEG", icc_profile=b"no profile at all")
    assert near(opened(picture_from(BytesIO(broken)).large).getpixel((32, 32)), (220, 20, 20))


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "I;16", "CMYK"])
def test_every_kind_of_pixel_becomes_a_photo(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new("I;16", (64, 64), 30_000) if mode == "I;16" else image(64, 64, mode)
    assert opened(picture_from(BytesIO(as_file(picture, form))).large).mode == "RGB"


def test_what_is_transparent_lies_on_white() -> None:
    data = as_file(Image.new("RGBA", (64, 64), (0, 0, 0, 0)), "PNG")
    assert near(opened(picture_from(BytesIO(data)).large).getpixel((9, 9)), (255, 255, 255))


def test_large_photos_are_made_smaller_and_keep_their_shape() -> None:
    result = picture_from(BytesIO(as_file(image(4000, 3000), "JPEG")))
    assert (result.width, result.height) == (1600, 1200)
    assert len(result.large) < 300_000


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "I;16"])
def test_what_is_large_is_made_smaller_before_anything_else_is_done_with_it(
    monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(pictures, "LARGE", 64)
    made, new = [], Image.new
    sent = as_file(new("I;16", (640, 400), 30_000) if mode == "I;16" else image(640, 400, mode), "PNG")
    monkeypatch.setattr(
        Image, "new", lambda mode, size, *colour: made.append(size) or new(mode, size, *colour)
    )
    assert picture_from(BytesIO(sent)).width == 64
    assert made
    assert max(made) == (64, 40)


@pytest.mark.parametrize("exif", [b"Exif\0\0nothing of the kind", b"Exif\0\0II*\0\x08", b"Exif\0\0MM\0*"])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_notes_of_the_telephone_that_cannot_be_read_do_no_harm(form: str, exif: bytes) -> None:
    found = picture_from(BytesIO(as_file(image(64, 40), form, exif=exif)))
    assert (found.width, found.height) == (64, 40)


def a_zip() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (bomb(), pictures.TOO_MANY_PIXELS),
        (bomb(5000, 4000), pictures.TOO_MANY_PIXELS),
        (as_file(image(64, 64), "GIF"), pictures.NOT_A_PHOTO),
        (as_file(image(64, 64), "BMP"), pictures.NOT_A_PHOTO),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", pictures.NOT_A_PHOTO),
        (b"", pictures.NOT_A_PHOTO),
        (phone_jpeg()[:-900], pictures.BROKEN),
        (phone_png()[:600], pictures.BROKEN),
        (phone_jpeg() + a_zip(), pictures.SOMETHING_ELSE),
        (phone_jpeg() + b"<ScRipt>alert(1)</script>", pictures.SOMETHING_ELSE),
        (phone_jpeg(quality=90) + b"\n<?php echo 1;", pictures.SOMETHING_ELSE),
        (b"%PDF-1.7\n" + phone_jpeg(), pictures.SOMETHING_ELSE),
        (phone_jpeg() + b"0" * pictures.MOST_BYTES, pictures.TOO_LARGE),
    ],
    ids=[
        "bomb",
        "small bomb",
        "gif",
        "bmp",
        "svg",
        "empty",
        "cut jpeg",
        "cut png",
        "zip",
        "html",
        "php",
        "pdf",
        "large",
    ],
)
def test_bombs_polyglots_and_what_is_no_photo_are_refused(data: bytes, why: object) -> None:
    with pytest.raises(Unusable) as refused:
        picture_from(BytesIO(data))
    assert refused.value.args[0] == why


def test_a_film_behind_a_photo_is_left_out_and_the_photo_kept() -> None:
    """As telephones send them: "motion photos"."""
    result = picture_from(BytesIO(phone_jpeg() + b"\0\0\0\x18ftypmp42" + b"film" * 100))
    assert b"ftypmp42" not in result.large
