"""The Chinese catalogues: whole, free of doubtful entries, faithful to placeholders, clean in their punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
CATALOGUES = [OURS, *sorted((ROOT / "locale/site").glob("*/LC_MESSAGES/*.po"))]

PLACEHOLDER = re.compile(r"%\([a-z_]+\)[a-z]|%[sd]|\{[a-z_]*\}|</?[a-z]+[^>]*>")
HAN = "[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}[,;?!]|{HAN}\.$|{HAN}:(?!//)|[\"']{HAN}|{HAN}[\"']|\({HAN}|{HAN}\)")
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
DOUBLED = re.compile("[，。；：！？]{2}|[，。；：！？、] |， ")
NEVER = re.compile("公民|官员")
"""Words that never stand on a screen: the people are 市民, the staff 工作人员."""
MARKED_IN_TEMPLATES = re.compile(
    r"""{%\s*trans(?:late)?\s+(["'])(?P<words>.+?)\1(?:\s+as\s+\w+)?(?:\s+context\s+(["'])(?P<context>.+?)\3)?\s*(?:as\s+\w+\s*)?%}"""
)
NEVER_IN_ENGLISH = re.compile(
    r"\b(case|revision|merge|conflict|base|ledger|seal|block|slug|queue|workflow|stance)s?\b", re.IGNORECASE
)
NAMES_OF_FIELDS = {"stance"}  # a column's name for the staff, in no public template


def entries(path: Path) -> Iterator[tuple[polib.POEntry, str, str]]:
    """(entry, the longest English form, Chinese)."""
    for entry in polib.pofile(str(path)):
        if not entry.obsolete:
            chinese = entry.msgstr or (entry.msgstr_plural or {}).get(0, "")
            yield entry, entry.msgid_plural or entry.msgid, chinese


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT / "locale")))
def test_nothing_is_left_untranslated_or_in_doubt(path: Path) -> None:
    assert "\n#| " not in path.read_text("utf-8"), "half of a former entry stops `make messages`"
    assert [english for entry, english, chinese in entries(path) if not chinese or entry.fuzzy] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT / "locale")))
def test_placeholders_survive(path: Path) -> None:
    # A plural's number may be spelled out in the singular only, so the plural form is what counts.
    wrong = [
        (english, chinese)
        for _, english, chinese in entries(path)
        if sorted(PLACEHOLDER.findall(english.replace("<br />", "<br/>")))
        != sorted(PLACEHOLDER.findall(chinese.replace("<br />", "<br/>")))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT / "locale")))
def test_punctuation_and_words(path: Path) -> None:
    wrong = [
        chinese
        for _, english, chinese in entries(path)
        if re.search("[a-z]", english)  # a mark alone is not a sentence
        and (HALF_WIDTH.search(LINK.sub("", chinese)) or DOUBLED.search(chinese) or NEVER.search(chinese))
    ]
    assert wrong == []


def test_a_sentence_stays_a_sentence() -> None:
    abbreviated = {"No.", "Sent for the %(number)s. time."}
    wrong = [
        (english, chinese)
        for _, english, chinese in entries(OURS)
        if english.endswith(".")
        and english not in abbreviated
        and not chinese.endswith(("。", "）", "！", "？"))
    ]
    assert wrong == []


def test_every_word_marked_in_a_template_is_in_the_catalogue() -> None:
    known = {(entry.msgctxt, entry.msgid.replace("%%", "%")) for entry, _, _ in entries(OURS)}
    marked = {
        (found["context"], found["words"].replace("%%", "%"))
        for template in (ROOT / "templates").rglob("*")
        if template.suffix in {".html", ".txt"}
        for found in MARKED_IN_TEMPLATES.finditer(template.read_text())
    }
    assert marked - known == set()


def test_public_screens_never_say_the_words_of_the_code() -> None:
    said = [
        english
        for entry, english, _ in entries(OURS)
        if NEVER_IN_ENGLISH.search(PLACEHOLDER.sub("", english)) and english not in NAMES_OF_FIELDS
    ]
    assert said == []
