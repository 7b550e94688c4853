"""Canonical rich text: keys that are there, unique and faithful; paragraphs; words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywiki.core import keys, prose
from policywiki.core.richtext import Paragraph, canonical, paragraphs, to_text

from .prose_strategies import texts


@settings(max_examples=40, deadline=None)
@given(texts, st.sampled_from(["", "aaaaa", "AAAAA", "aaaaaa", "中文中文中"]))
def test_every_paragraph_has_one_key_and_a_second_pass_changes_nothing(
    raw: list[prose.Block], key: str
) -> None:
    blocks = [prose.Block(one.tag, one.runs, key, one.depth) for one in prose.tidy(raw)]
    html = canonical(prose.serialise(blocks))
    found = [paragraph.key for paragraph in paragraphs(html)]
    assert len(found) == len(set(found)) == len(blocks)
    assert all(len(one) == 5 and set(one) <= set(keys.ALPHABET) for one in found)
    assert ("aaaaa" in found) == (key == "aaaaa" and bool(blocks))
    assert canonical(html) == html


@settings(max_examples=40, deadline=None)
@given(texts)
def test_the_words_are_those_that_were_written(raw: list[prose.Block]) -> None:
    written = "".join(prose.visible(run.text) for one in prose.tidy(raw) for run in one.runs)
    assert "".join(to_text(canonical(prose.serialise(prose.tidy(raw)))).split()) == "".join(written.split())


def test_keys_that_are_there_stay_and_duplicates_are_renewed() -> None:
    html = canonical('<p data-block-key="abcde">一</p><h3 data-block-key="abcde">二</h3><p>三</p>')
    first, second, third = (one.key for one in paragraphs(html))
    assert first == "abcde"
    assert len({first, second, third}) == 3


def test_a_paragraph_without_a_key_takes_that_of_its_counterpart() -> None:
    base = '<p data-block-key="aaaaa">市民可以提出意见。</p><p data-block-key="bbbbb">自公布之日起施行。</p>'
    html = canonical("<p>全新</p><p>市民都可以提出意见。</p><p>自公布之日起施行。</p>", base=base)
    assert [one.key for one in paragraphs(html)][1:] == ["aaaaa", "bbbbb"]


def test_a_key_that_is_given_is_not_taken_by_another_paragraph() -> None:
    base = '<p data-block-key="aaaaa">市民可以提出意见。</p>'
    html = canonical('<p>市民可以提出意见。</p><p data-block-key="aaaaa">改过的</p>', base=base)
    assert [one.key for one in paragraphs(html)][1] == "aaaaa"
    assert len({one.key for one in paragraphs(html)}) == 2


def test_a_fresh_key_never_takes_up_one_that_was_removed() -> None:
    text = "后来又写的一段"
    removed = keys.fresh(text, set())
    base = f'<p data-block-key="{removed}">zzz</p>'
    assert paragraphs(canonical(f"<p>{text}</p>", base=base))[0].key != removed


def test_paragraphs_in_order_with_what_is_inside() -> None:
    html = canonical("<h3>a</h3><ul><li>b<ol><li><b>c</b></li></ol></li></ul><p>d<br><a href='/e'>f</a></p>")
    assert [(one.tag, one.html, one.depth) for one in paragraphs(html)] == [
        ("h3", "a", 0),
        ("ul", "b", 0),
        ("ol", "<b>c</b>", 1),
        ("p", 'd<br/><a href="/e">f</a>', 0),
    ]
    assert isinstance(paragraphs(html)[0], Paragraph)


def test_lists_nest_no_deeper_than_the_editor_can_show() -> None:
    assert [one.depth for one in paragraphs(canonical("<ul><li>x" * 7))] == [0, 1, 2, 3, 4, 4, 4]
    assert [one.depth for one in paragraphs(canonical("<ul><ul><ul><li>x</ul><li>y"))] == [0, 1]


@pytest.mark.parametrize(
    "html, text",
    [("", ""), ("<p>a &amp; b</p><ul><li>c<br/>d</li></ul>", "a & b\nc\nd"), ("<p>a<b>b</b></p>", "ab")],
)
def test_to_text(html: str, text: str) -> None:
    assert to_text(html) == text
