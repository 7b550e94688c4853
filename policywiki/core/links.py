"""Where a link may point: one rule, for every way in."""

import re
from functools import lru_cache

import nh3
from bleach.sanitizer import BleachSanitizerFilter

SCHEMES = frozenset({"http", "https", "mailto"})
LONGEST = 2000  # characters; what browsers and mail programs agree to carry

_UNSAFE = re.compile(r"[\s\"<>\\^`{|}]")
_PAGE_NUMBER = re.compile(r"0*([1-9][0-9]{0,17})")
_PAGE = re.compile(r"page:([1-9][0-9]{0,17})")
_ADDRESS = re.compile(
    r"""
      https?://(?:[\w-]+\.)*[\w-]+\.?(?::[0-9]{1,5})?(?:[/?#].*)?   # a host, never user@host
    | mailto:[^@?/:]+@(?:[\w-]+\.)+[\w-]+(?:\?.*)?
    | /(?!/).*                                                     # this site; //host is another one
    | \#.*
    """,
    re.VERBOSE,
)
_SCHEME = re.compile(r"[A-Za-z]+:")


@lru_cache(maxsize=4096)
def address(raw: str) -> str:
    """The canonical form of a citizen's address, or "" where a link may not lead there.

    Allowed are http, https and mailto, paths of this site and anchors. Both sanitisers are asked as well, so
    that a text assembled by us holds nothing that the door would take out again.
    """
    if len(raw) > LONGEST:
        return ""
    url = "".join(char for char in raw if char == " " or char.isprintable()).strip()
    url = _SCHEME.sub(lambda match: match[0].lower(), url, count=1) if _SCHEME.match(url) else url
    url = _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", url)
    return url if _ADDRESS.fullmatch(url) and _both_sanitisers_agree(url) else ""


def page(raw: str) -> str:
    """ "page:12" for the id of a page as somebody wrote it, or ""."""
    match = _PAGE_NUMBER.fullmatch(raw.strip())
    return f"page:{match[1]}" if match else ""


def target(raw: str) -> str:
    """The canonical form of "page:12" or an address, or ""."""
    return raw if _PAGE.fullmatch(raw) else address(raw)


def page_id(link_target: str) -> int | None:
    """The id in "page:12"; None for any other target."""
    match = _PAGE.fullmatch(link_target)
    return int(match[1]) if match else None


def _both_sanitisers_agree(url: str) -> bool:
    kept = nh3.clean(
        f'<a href="{url.replace("&", "&amp;")}">x</a>',
        tags={"a"},
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    verdict = BleachSanitizerFilter(source=[]).sanitize_uri_value(url, SCHEMES)
    return "href=" in kept and verdict is not None
