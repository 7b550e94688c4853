"""How the paper says things: dates, headline numbers, what is known of one proposal. For every format."""

from datetime import date

from proposals.digests.digest import Answer, Argument, Count, Digest, Entry, Labels, Language

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def written(day: date | None, language: Language) -> str:
    """A date as a reader writes it: 2026年6月2日, 2 June 2026; nothing for none."""
    if day is None:
        return ""
    if language == "zh-hans":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def figures(digest: Digest) -> tuple[Count, ...]:
    """The paper's headline numbers, in order; every format shows these and no others.

    Votes and stated figures appear only where there are any: most calls have no vote.
    """
    words, totals = digest.labels, digest.totals
    always = [
        Count(words.proposals, totals.proposals),
        Count(words.support, totals.support),
        Count(words.comments, totals.comments),
        Count(words.answered, totals.answered),
        Count(words.waiting, totals.waiting),
    ]
    votes = [
        Count(words.for_, totals.votes_for),
        Count(words.against, totals.votes_against),
        Count(words.abstain, totals.votes_abstain),
    ]
    if any(count.value for count in votes):
        always += votes
    if totals.stated:
        always.append(Count(words.stated, totals.stated))
    return tuple(always)


def numbers(entry: Entry, digest: Digest) -> tuple[Count, ...]:
    """The numbers of one proposal that are known, in order: support first, votes where there is a vote."""
    words, votes = digest.labels, entry.votes
    known = [
        (words.support, entry.support),
        (words.threshold, entry.threshold),
        (words.for_, votes.in_favour if votes else None),
        (words.against, votes.against if votes else None),
        (words.abstain, votes.abstain if votes else None),
        (words.comments, entry.comments),
    ]
    return tuple(Count(label, value) for label, value in known if value is not None)


def particulars(entry: Entry, digest: Digest) -> list[tuple[str, str]]:
    """What else is known of one proposal, in order: where, about what, by whom, since when, its address."""
    words, language = digest.labels, digest.language
    comma = "、" if language == "zh-hans" else ", "
    known = [
        (words.district, entry.district),
        (words.tags, comma.join(entry.tags)),
        (words.proposed_by, entry.proposer),
        (words.published, written(entry.published, language)),
        (words.stated, stated_text(entry, digest)),
        (words.address, entry.address),
    ]
    return [(label, value) for label, value in known if value]


def said_by(argument: Argument, words: Labels) -> str:
    """Who made an argument, how many support it, how many answered to it, as far as known."""
    support = f"{words.support} {argument.support:,}" if argument.support else ""
    replies = f"{words.replies} {argument.replies:,}" if argument.replies else ""
    return " · ".join(filter(None, [argument.author, support, replies]))


def stated_text(entry: Entry, digest: Digest) -> str:
    """An imported figure with its source and date: "1,604 (UK Parliament petitions, 4 August 2021)"."""
    if entry.stated is None:
        return ""
    day = written(entry.stated.on, digest.language)
    if digest.language == "zh-hans":
        source = "，".join(filter(None, [entry.stated.source, day]))
        return f"{entry.stated.number:,}" + (f"（{source}）" if source else "")
    source = ", ".join(filter(None, [entry.stated.source, day]))
    return f"{entry.stated.number:,}" + (f" ({source})" if source else "")


def answer_text(answer: Answer | None, digest: Digest) -> str:
    """The city's answer in lines: who, when and how, then its words; or that it is still awaited."""
    words = digest.labels
    if answer is None:
        return words.no_answer
    due = written(answer.due, digest.language)
    if not (answer.state or answer.text):
        awaited = [words.no_answer, answer.department, due and f"{words.answer_due} {due}"]
        return " · ".join(filter(None, awaited))
    head = " · ".join(filter(None, [answer.state, answer.department, written(answer.on, digest.language)]))
    return "\n".join(filter(None, [head, answer.text]))
