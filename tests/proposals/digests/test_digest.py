"""What goes into a digest, before anybody writes it."""

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from proposals.digests.chart import MOST_BARS, charts
from proposals.digests.digest import Answer, Count, TooManyProposals, Totals, readable, tidied
from proposals.digests.wording import answer_text, figures, stated_text, written
from tests.proposals.digests import samples


def test_tidied_takes_out_what_no_paper_can_show() -> None:
    nasty = replace(samples.BARE, title="甲\x00乙\x1b\u202e丙\ud800\r\n丁\r戊\t己", tags=("a\x07",))
    clean = tidied(nasty)
    assert clean.title == "甲乙丙\n丁\n戊\t己"
    assert clean.tags == ("a",)


def test_tidied_goes_through_everything_and_keeps_numbers_and_dates() -> None:
    nasty = replace(samples.BICYCLES, answer=Answer("采\x00纳", on=date(2026, 5, 1)))
    clean = tidied(nasty)
    assert clean.answer == Answer("采纳", on=date(2026, 5, 1))
    assert clean.votes == samples.BICYCLES.votes
    assert tidied(samples.BICYCLES) == samples.BICYCLES


def test_a_tidied_digest_is_gone_through_lazily_and_twice() -> None:
    digest = tidied(samples.many(10**12))
    first = iter(digest.entries)
    assert next(first).number == "2026-0001"
    assert next(first).number == "2026-0002"
    assert next(iter(digest.entries)).number == "2026-0001"


def test_a_paper_to_be_read_holds_no_more_than_its_limit() -> None:
    digest = replace(samples.many(4), document_limit=4)
    assert len(readable(digest)) == 4
    with pytest.raises(TooManyProposals) as refused:
        readable(replace(samples.many(5), document_limit=4))
    assert (refused.value.limit, refused.value.found) == (4, 5)


def test_the_limit_holds_even_where_the_totals_are_wrong() -> None:
    digest = samples.many(10**12)
    wrong = replace(digest, totals=replace(digest.totals, proposals=1), document_limit=3)
    with pytest.raises(TooManyProposals) as refused:
        readable(wrong)
    assert refused.value.found == 4


@pytest.mark.parametrize(
    "language, text", [("zh-hans", "2026年6月2日"), ("en", "2 June 2026")], ids=["Chinese", "English"]
)
def test_dates_are_written_as_the_reader_writes_them(language: str, text: str) -> None:
    assert written(date(2026, 6, 2), language) == text
    assert written(None, language) == ""


def test_votes_and_stated_figures_are_shown_only_where_there_are_any() -> None:
    full = [count.label for count in figures(samples.sample("en"))]
    assert full == [
        "Proposals",
        "Support",
        "Comments",
        "Answered",
        "Waiting for an answer",
        "For",
        "Against",
        "Abstain",
        "Stated elsewhere",
    ]
    bare = replace(samples.sample("en"), totals=Totals(proposals=2, support=5))
    assert [count.label for count in figures(bare)] == full[:5]


def test_a_stated_figure_carries_its_source_and_date() -> None:
    digest = samples.sample("en")
    assert (
        stated_text(samples.WAITING, digest)
        == "1,604 (UK Government and Parliament petitions, 4 August 2021)"
    )
    assert stated_text(samples.BARE, digest) == ""


@pytest.mark.parametrize(
    "answer, text",
    [
        (None, "No answer yet"),
        (
            Answer(department="Roads", due=date(2026, 6, 2)),
            "No answer yet · Roads · Answer due 2 June 2026",
        ),
        (Answer("Adopted", "We will.", "Roads", date(2026, 5, 1)), "Adopted · Roads · 1 May 2026\nWe will."),
        (Answer(text="We will."), "We will."),
    ],
)
def test_an_answer_says_who_when_and_what_or_that_it_is_awaited(answer: Answer | None, text: str) -> None:
    assert answer_text(answer, samples.sample("en")) == text


def test_charts_are_drawn_from_the_totals() -> None:
    stages, districts = charts(samples.sample("zh-hans"))
    assert [(bar.label, bar.value, bar.share) for bar in stages.bars][:2] == [
        ("征集支持", 5, 1.0),
        ("办理中", 3, 0.6),
    ]
    assert "海淀区 6" in districts.as_text


def test_charts_of_nothing_and_of_very_much() -> None:
    assert charts(samples.empty("en")) == ()
    many = tuple(Count(f"D{at}", 0) for at in range(MOST_BARS + 5))
    crowded = replace(samples.sample("en"), totals=Totals(by_stage=many))
    (chart,) = charts(crowded)
    assert len(chart.bars) == MOST_BARS
    assert {bar.share for bar in chart.bars} == {0.0}


def test_writers_need_no_django() -> None:
    code = "import sys, proposals.digests.writers; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
