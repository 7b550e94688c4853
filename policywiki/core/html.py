"""The one door for citizens' HTML: bleach, then nh3, then our own serialiser, which writes what it knows."""

import re
import threading
from collections import Counter
from collections.abc import Iterator
from html import escape, unescape
from typing import Any, Final

import nh3
from bleach.html5lib_shim import Filter
from bleach.linkifier import Linker
from bleach.sanitizer import Cleaner
from django.utils.safestring import SafeString, mark_safe

from policywiki.core import links, prose

_RAW: Final = frozenset({"script", "style"})  # their text is not for people
_ATTRIBUTES: Final[dict[str, set[str]]] = {"a": {"href", "linktype", "id"}} | {
    tag: {"data-block-key"} for tag in ("p", "h3", "h4", "li")
}
_SMALL: Final = 4096  # characters; below, no input is slow
_DEEPEST: Final = 100  # elements open at once

_NEVER_CLOSED: Final = frozenset(
    {"p", "li", "td", "th", "tr", "dt", "dd", "br", "hr", "img", "input", "link", "meta", "wbr"}
)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_RAW_ELEMENT: Final = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_WEB_ADDRESS: Final = re.compile(  # ends before full-width text, a full stop, or a bracket it has not opened
    r"(?<![A-Za-z0-9@/])https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?"
    r"(?:[/?#](?:(?:[\w.~:/?#@!$*+,;=%-]|&amp;|\([\w.~:/?#@!$*+,;=%-]*\))*(?:[\w~/#=%+-]|\([\w.,;=%-]*\)))?)?",
    re.ASCII,
)
_local = threading.local()  # neither Cleaner nor Linker may be shared by threads


def clean(html: str) -> str:
    """The canonical HTML of a citizen's text (see prose.py); `clean(clean(x)) == clean(x)`.

    What comes out is a flat run of paragraphs, headings and lists: bare text is put into a paragraph.
    Elements that we do not know are taken away and their text stays, but scripts and styles go whole.
    """
    return prose.serialise(read(html))


def read(html: str) -> list[prose.Block]:
    """The canonical blocks of a citizen's text: what `clean` writes as HTML.

    What our own serialiser wrote is taken as it is: it has no tag, attribute or character but those that
    the serialiser knows, so there is nothing to clean, and most of what passes here has passed before.
    """
    if not html:
        return []
    text = prose.visible(html)
    if not _too_deep(text):
        blocks = prose.parse(text)
        if prose.serialise(blocks) == text:
            return blocks
    return prose.parse(_nh3(_cleaner().clean(_bounded(text))))


def clean_comment(text: str) -> str:
    """The HTML of a plain comment: escaped, empty lines make paragraphs, web addresses become links."""
    plain = prose.visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    paragraphs = re.split(r"\n[ \t]*\n", plain)
    escaped = "".join(f"<p>{escape(one, quote=False).replace(chr(10), '<br/>')}</p>" for one in paragraphs)
    return clean(_linker().linkify(escaped))


def trusted(html: str) -> SafeString:
    """Mark as safe what this door has let through, and nothing else."""
    return mark_safe(html)  # noqa: S308 - the only place where the project does


def dropped_elements(html: str) -> list[str]:
    """The names, sorted, of the elements in `html` that the door would take away ("img", "table")."""
    names = {match[2].lower() for match in _TAG.finditer(html) if not match[1]}
    return sorted(names - prose.UNDERSTOOD)


def _nh3(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(prose.UNDERSTOOD),
        clean_content_tags=set(_RAW),
        attributes=_ATTRIBUTES,
        url_schemes=set(links.SCHEMES),
        link_rel=None,
    )


def _bounded(html: str) -> str:
    """`html`, made harmless to the time that parsing takes.

    html5lib is quadratic in open elements and in attributes. Nobody nests a hundred elements: such a text
    is taken without its tags. From other long texts nh3, linear there, first takes surplus attributes.
    """
    if len(html) <= _SMALL:
        return html
    if _too_deep(html):
        return escape(unescape(re.sub(r"<[^>]*>", " ", _RAW_ELEMENT.sub(" ", html))))
    return _nh3(html)


def _too_deep(html: str) -> bool:
    open_now: Counter[str] = Counter()
    total = 0
    for match in _TAG.finditer(html):
        name = match[2].lower()
        if name in _NEVER_CLOSED:
            continue
        if not match[1]:
            open_now[name] += 1
            total += 1
        elif open_now[name]:
            open_now[name] -= 1
            total -= 1
        if total > _DEEPEST:
            return True
    return False


class _WithoutRawText(Filter):  # bleach has no types
    """Drops scripts and styles with what is in them; bleach by itself would leave their text."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        depth = 0
        for token in super().__iter__():
            if token.get("name") in _RAW:
                depth += {"StartTag": 1, "EndTag": -1}.get(token["type"], 0)
            elif not depth:
                yield token


def _cleaner() -> Cleaner:
    if not hasattr(_local, "cleaner"):
        _local.cleaner = Cleaner(
            tags=prose.UNDERSTOOD | _RAW,
            attributes={tag: sorted(names) for tag, names in _ATTRIBUTES.items()},
            protocols=links.SCHEMES,
            strip=True,
            filters=[_WithoutRawText],
        )
    return _local.cleaner


def _linker() -> Linker:
    if not hasattr(_local, "linker"):
        _local.linker = Linker(callbacks=[], url_re=_WEB_ADDRESS)
    return _local.linker
