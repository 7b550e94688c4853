"""Where a proposal stands, in one sentence, and whose turn it is. Pure: a record in, words out."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from policywiki.core.wording import date_text, deadline_text, number_text

from .stages import Stage


def who_answers(record: Any) -> str:
    return record.department or pgettext("who answers", "The city")


def sentence(record: Any, *, now: datetime, answer: Any = None) -> str:
    """ "Gathering support until Tue 2 June, 18:00, in 4 days: 312 of 500." and the like for each stage."""
    return _SENTENCES[record.stage](record, now, answer)


def sentence_seen(record: Any, count: int, *, now: datetime, answer: Any = None) -> str:
    """The same with the number of the support box: the reader's own act is in both or in neither."""
    seen = copy(record)
    seen.support_count = count + seen.lapsed_count
    return sentence(seen, now=now, answer=answer)


def turn(record: Any, *, now: datetime, answer_days: int) -> str:
    """Whose turn it is, and what follows; empty where nobody's is."""
    who = record.department or record.call.department or pgettext("who answers", "the city")
    if record.stage == Stage.SUPPORT:
        return _("The public, until %(goal)s support it. Then %(who)s answers within %(days)s days.") % {
            "goal": number_text(record.support_threshold),
            "who": who,
            "days": number_text(answer_days),
        }
    if record.stage in (Stage.DELIBERATION, Stage.VOTE):
        return _("The public. After that %(who)s answers.") % {"who": who}
    if record.stage == Stage.CITY:
        return _city(record, now, None)
    return ""


def texts_sentence(current: int, earlier: int) -> str:
    """ "1,204 support this text, 310 supported an earlier one." """
    first = ngettext("%(n)s supports this text,", "%(n)s support this text,", current)
    second = ngettext("%(n)s supported an earlier one.", "%(n)s supported an earlier one.", earlier)
    halves = {
        "first": first % {"n": number_text(current)},
        "second": second % {"n": number_text(earlier)},
    }
    return pgettext("two halves of a sentence", "%(first)s %(second)s") % halves


def support_rules(record: Any) -> list[str]:
    """How support is counted, sentence by sentence, with the numbers that hold for this proposal."""
    days = record.call.reconfirm_days
    return [
        _("%(goal)s supporters are needed. Once that is reached it stays reached.")
        % {"goal": number_text(record.support_threshold)},
        _(
            "Support belongs to a text. When the text says something else, everybody who supported it is asked."
        ),
        ngettext(
            "For %(days)s day who has not answered still counts; after that only once they have. Nobody is removed.",
            "For %(days)s days who has not answered still counts; after that only once they have. Nobody is removed.",
            days,
        )
        % {"days": number_text(days)},
        _("Corrected punctuation, spacing, capitals or bold type ask nobody."),
        _(
            "When a text comes back that somebody supported, their support stands for it again; they are not asked."
        ),
    ]


def _support(record: Any, now: datetime, _answer: Any) -> str:
    numbers = {
        "count": number_text(record.counting),
        "goal": number_text(record.support_threshold),
    }
    if record.closes_at is None:
        return _("Gathering support: %(count)s of %(goal)s.") % numbers
    until = {"until": deadline_text(record.closes_at, now=now)}
    return _("Gathering support until %(until)s: %(count)s of %(goal)s.") % (numbers | until)


def _deliberation(record: Any, now: datetime, _answer: Any) -> str:
    if record.closes_at is None:
        return _("Open for discussion.")
    return _("Open for discussion until %(until)s.") % {"until": deadline_text(record.closes_at, now=now)}


def _vote(record: Any, now: datetime, _answer: Any) -> str:
    if record.closes_at is None:
        return _("Open to votes.")
    return _("Open to votes until %(until)s.") % {"until": deadline_text(record.closes_at, now=now)}


def _city(record: Any, now: datetime, _answer: Any) -> str:
    who = who_answers(record)
    if record.due_at is None:
        return _("%(who)s is working on an answer.") % {"who": who}
    names = {"who": who, "date": date_text(record.due_at, now=now)}
    if record.due_at < now:
        return _("%(who)s was to answer by %(date)s. The answer is overdue.") % names
    return _("%(who)s answers by %(date)s.") % names


def _answered(record: Any, now: datetime, answer: Any) -> str:
    if answer is None or not answer.outcome:
        return _("Answered on %(date)s.") % {"date": date_text(record.stage_since, now=now)}
    return _("Answered on %(date)s: %(answer)s.") % {
        "date": date_text(answer.answered_at, now=now),
        "answer": answer.outcome,
    }


def _carried_out(record: Any, now: datetime, _answer: Any) -> str:
    return _("Carried out on %(date)s.") % {"date": date_text(record.stage_since, now=now)}


def _withdrawn(record: Any, now: datetime, _answer: Any) -> str:
    return _("Withdrawn by its proposer on %(date)s.") % {"date": date_text(record.stage_since, now=now)}


def _merged(record: Any, now: datetime, _answer: Any) -> str:
    return _("Merged into another proposal on %(date)s.") % {"date": date_text(record.stage_since, now=now)}


def _divided(record: Any, now: datetime, _answer: Any) -> str:
    return _("Divided into several proposals on %(date)s.") % {"date": date_text(record.stage_since, now=now)}


def _unsupported(record: Any, now: datetime, _answer: Any) -> str:
    date = date_text(record.stage_since, now=now)
    if record.stated_count is not None:
        return _("Closed on %(date)s for lack of support.") % {"date": date}
    return ngettext(
        "Closed on %(date)s with %(count)s supporter of %(goal)s.",
        "Closed on %(date)s with %(count)s supporters of %(goal)s.",
        record.counting,
    ) % {
        "date": date,
        "count": number_text(record.counting),
        "goal": number_text(record.support_threshold),
    }


_SENTENCES = {
    Stage.SUPPORT: _support,
    Stage.DELIBERATION: _deliberation,
    Stage.VOTE: _vote,
    Stage.CITY: _city,
    Stage.ANSWERED: _answered,
    Stage.CARRIED_OUT: _carried_out,
    Stage.WITHDRAWN: _withdrawn,
    Stage.UNSUPPORTED: _unsupported,
    Stage.MERGED: _merged,
    Stage.DIVIDED: _divided,
}
