"""Attack strings, and what may be left of them: for the door and for every place that text comes in."""

import json
import os
import re
from pathlib import Path

import html5lib
import lxml.html

DATA = Path(os.environ.get("POLICYWIKI_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
CORPORA = DATA / "xss-corpora"

KEYED = frozenset({"p", "h3", "h4", "li"})
ALLOWED = KEYED | {"ul", "ol", "b", "i", "a", "br"}
WEB = re.compile(r"https?://[\w.-]+(:[0-9]+)?([/?#].*)?|mailto:[^@:/]+@[\w.-]+(\?.*)?|/(?!/).*|#.*")

OWN = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<p onclick=alert(1)>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='jav&#x0A;ascript:alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='ｊavascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='/\t/evil.example'>x</a>",
    "<a href='/\u200b/evil.example'>x</a>",
    "<a href='http:evil'>x</a>",
    "<a href='http://bank.example@evil.example/'>x</a>",
    "<a href='https:\\\\evil.example'>x</a>",
    "<a href='mailto:a@b.example&#10;bcc:c@d.example'>x</a>",
    "<a linktype='page' id='1 or 1=1'>x</a>",
    "<a linktype='page' id='-1' href='javascript:alert(1)'>x</a>",
    "<a linktype='document' id='1'>x</a>",
    "<a href='https://x.example' target=_blank onmouseover=alert(1) rel=opener>x</a>",
    "<p data-block-key='\"><script>alert(1)</script>'>x</p>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<xmp><script>alert(1)</script></xmp><plaintext><b>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<b><p></b></p><i><ul><li></i><h3></ul>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;",
    "<p>\x00<\x00script>alert(1)</script>",
    "<embed embedtype='image' id='1' alt='x'><hr><img src=x>",
    "<p",
    "<a href='",
    "<a href=x <b>y",
    "</p></ul></li><li>x",
]


def payloads() -> list[str]:
    """All attack strings of the corpora, unescaped, as somebody would send them."""
    found = [one["payload"] for one in json.loads((CORPORA / "dompurify-payload-expected.json").read_text())]
    found += [one["input"] for one in json.loads((CORPORA / "html5lib-sanitizer-tests1.dat").read_text())]
    for path in sorted((CORPORA / "bleach-tests-data").glob("*.test")):
        found.append(path.read_text().split("\n--\n")[0])
    found += (CORPORA / "payloadbox-half.txt").read_text().splitlines()
    return found


def assert_harmless(html: str) -> None:
    """Two parsers agree that nothing is in `html` but our own elements, with our own attributes and links."""
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=True)
    for element in tree.iter():
        if element is not tree:
            _check(element.tag, dict(element.attrib), html, "{http://www.w3.org/1999/xhtml}")
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iterdescendants():
        _check(element.tag, dict(element.attrib), html, "")


def _check(tag: object, attributes: dict[str, str], html: str, namespace: str) -> None:
    assert isinstance(tag, str) and tag.startswith(namespace), (tag, html)
    name = tag.removeprefix(namespace)
    assert name in ALLOWED, (name, html)
    if name == "a" and "href" in attributes:
        assert set(attributes) == {"href"}, html
        assert WEB.fullmatch(attributes["href"]), html
        assert not re.search(r"[\s\x00-\x1f\\\"<>]", attributes["href"]), html
    elif name == "a":
        assert set(attributes) == {"linktype", "id"} and attributes["linktype"] == "page", html
        assert re.fullmatch(r"[1-9][0-9]*", attributes["id"]), html
    else:
        assert set(attributes) <= ({"data-block-key"} if name in KEYED else set()), html
        assert re.fullmatch(r"[a-z0-9]{5}", attributes.get("data-block-key", "aaaaa")), html
