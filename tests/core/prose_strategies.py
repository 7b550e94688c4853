"""Hypothesis strategies for rich text: nasty words, every format, nested lists."""

from dataclasses import replace

from hypothesis import strategies as st

from policywiki.core.prose import BREAK, Block, Run, serialise, tidy

ADDRESSES = [
    "https://a.example/",
    "http://a.example/b_(c)?d=[e]&f=g*h*#(i",
    "https://例子.example/中文（括号）",
    "/zh-hans/pages/x/)(",
    "#article-12",
    "mailto:a.b@c.example?subject=x%20y",
    "page:12",
    "page:999999999",
]
WORDS = [
    *"*[]()\\#-+.!<>&\"'`_~|:;= ",
    *[
        "**",
        "***",
        "1.",
        "12. ",
        "2026. ",
        "# ",
        "### ",
        "#### ",
        "- ",
        "* ",
        "\\*",
        "\\\\",
        "](",
        "](page:3)",
        "&amp;",
        "<b>",
    ],
    *[
        "第一条\u3000",
        "本市",
        "，",
        "（一）",
        "。",
        "\u3000",
        "\xa0",
        "e\u0301",
        "🙂",
        "👩\u200d🚒",
        "a",
        "word",
        "x y",
        "1",
        "é",
    ],
]

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map("".join) | st.text(
    min_size=1, max_size=8
)
runs = st.builds(
    Run, words, st.booleans(), st.booleans(), st.sampled_from(["", "", "", *ADDRESSES])
) | st.just(BREAK)
blocks = st.builds(
    Block,
    st.sampled_from(["p", "p", "h3", "h4", "ul", "ol"]),
    st.lists(runs, min_size=1, max_size=5).map(tuple),
    st.just(""),
    st.integers(0, 5),
)
texts = st.lists(blocks, max_size=8)


def _keyed(raw: list[Block]) -> str:
    """Keys that do not follow from the words, as after years of changes."""
    blocks = tidy(raw)
    return serialise(replace(block, key=f"k{len(blocks) - place:04}") for place, block in enumerate(blocks))


canonical = texts.map(_keyed)
