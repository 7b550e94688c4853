"""Who may do what to a proposal, and when. Text not yet public is suggestions' matter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from policywiki.accounts.models import User
from policywiki.core.verdicts import YES, Verdict, no
from policywiki.suggestions.models import State
from policywiki.trust.permissions import may_take_part as may_write

from .calls import CallState
from .eligibility import may_take_part
from .models import (
    Amendment,
    Ballot,
    CallPage,
    CoAuthor,
    PageToChange,
    Paper,
    ProposalPage,
    ProposalRecord,
)
from .models.answers import TO_BE_CARRIED_OUT
from .stages import (
    ANSWERABLE,
    DECIDED,
    OPEN,
    OPEN_TO_SUPPORT,
    TEXT_MAY_CHANGE,
    VOTABLE,
    WITHDRAWABLE,
    Stage,
)


def may_read(user: Any, record: ProposalRecord) -> Verdict:
    """Every published proposal is public; what has been taken off the site is not there."""
    if not record.is_public:
        return no(hidden=True)
    return YES


def can_support(user: Any, record: ProposalRecord, *, now: datetime) -> Verdict:
    """Give support, or give it again to a newer text."""
    if not (verdict := may_read(user, record)):
        return verdict
    if record.stage not in OPEN_TO_SUPPORT or _is_over(record, now):
        return no(_("This proposal no longer gathers support."), when=True)
    if not user.is_authenticated:
        return no(_("Sign in to support this proposal."))
    return may_take_part(user, record.call)


def can_take_back(user: Any, record: ProposalRecord, *, now: datetime) -> Verdict:
    """For as long as one can support; who no longer could give it may still take it back."""
    verdict = can_support(user, record, now=now)
    return verdict if verdict.when or verdict.hidden or not user.is_authenticated else YES


def can_vote(user: Any, record: ProposalRecord, *, now: datetime) -> Verdict:
    """Vote, or vote differently, until the close."""
    if not (verdict := may_read(user, record)):
        return verdict
    if record.stage not in VOTABLE or _is_over(record, now):
        return no(_("Voting on this proposal is not open."), when=True)
    if not user.is_authenticated:
        return no(_("Sign in to vote."))
    return may_take_part(user, record.call)


def can_object(user: Any, vote: Ballot | Paper) -> Verdict:
    """The voter, once against each decision that set the vote aside."""
    if not user.is_authenticated or vote.person_id != user.pk:
        return no(hidden=True)
    if vote.set_aside_by_id is None:
        return no(_("Your vote counts; there is nothing to object to."), when=True)
    if vote.objections.filter(against=vote.set_aside_by_id).exists():
        return no(_("You have objected already."), when=True)
    return YES


def can_answer(user: Any, record: ProposalRecord) -> Verdict:
    """Officials, once the proposal is with the city; a later answer may follow the first."""
    if not (verdict := _is_official(user)):
        return verdict
    if record.stage not in ANSWERABLE:
        return no(_("The city answers when a proposal has gathered its support."), when=True)
    return YES


def can_carry_out(user: Any, record: ProposalRecord) -> Verdict:
    """Officials say that what was adopted has been done."""
    if not (verdict := _is_official(user)):
        return verdict
    answer = record.answer
    if record.stage != Stage.ANSWERED or answer is None or answer.state not in TO_BE_CARRIED_OUT:
        return no(_("Only a proposal that the city has adopted can be carried out."), when=True)
    return YES


def can_name_pages(user: Any, record: ProposalRecord) -> Verdict:
    """Officials say which pages an adopted proposal changes."""
    if not (verdict := _is_official(user)):
        return verdict
    return is_adopted(record)


def can_begin_change(user: Any, target: PageToChange) -> Verdict:
    """Anybody who is signed in may write down what was adopted; it is checked like every change."""
    if not (verdict := may_read(user, target.proposal)):
        return verdict
    if not user.is_authenticated:
        return no(_("Sign in to suggest a change."))
    return is_adopted(target.proposal)


def is_adopted(record: ProposalRecord) -> Verdict:
    """The city's last word is that it will be done."""
    answer = record.answer
    if record.stage not in DECIDED or answer is None or answer.state not in TO_BE_CARRIED_OUT:
        return no(_("Only a proposal that the city has adopted changes pages."), when=True)
    return YES


def can_withdraw(user: Any, record: ProposalRecord) -> Verdict:
    """Its proposer, as long as neither a vote nor the city has it."""
    if not user.is_authenticated or record.proposer_id != user.pk:
        return no(hidden=True)
    if record.stage not in WITHDRAWABLE:
        return no(_("This proposal can no longer be withdrawn: others have begun to act on it."), when=True)
    return YES


def can_propose(call: CallPage, *, now: datetime) -> Verdict:
    """Anybody, while the call is open; who must sign in is asked when it is sent."""
    if call.state(now) != CallState.OPEN:
        return no(
            _("“%(call)s” takes no new proposals now.") % {"call": call.name},
            when=True,
        )
    return YES


def can_choose_call(suggestion: Any) -> Verdict:
    """Its author, until it is sent for the first time: moderators and counts go by its call."""
    if suggestion.sent_at is not None or suggestion.page_id is not None:
        return no(_("It has been sent; it stays under its call."), when=True)
    return YES


def can_change_text(user: Any, record: ProposalRecord) -> Verdict:
    """Anybody may suggest a change. What is voted on, or answered, stays as it is."""
    if not record.takes_amendments:
        return no(_("The text of this proposal can no longer be changed."), when=True)
    if not user.is_authenticated:
        return no(_("Sign in to suggest a change."))
    if record.stage not in TEXT_MAY_CHANGE and record.author_ids() == {user.pk}:
        return no(
            _(
                "Enough people support this text. It now changes only by what others suggest, "
                "or by what another of its authors accepts: invite a co-author first."
            ),
            when=True,
        )
    return YES


def asks_authors(author: Any, record: ProposalRecord) -> bool:
    """Whether this person's change lands only once an author agrees: everybody else's; later the authors' too.

    Where nobody is left to ask (an imported proposal, members who have left) the moderator's yes is enough.
    """
    authors = record.author_ids()
    if author.pk in authors:
        return record.stage not in TEXT_MAY_CHANGE
    return User.objects.filter(pk__in=authors, is_active=True, erased_at__isnull=True).exists()


def can_decide_amendment(user: Any, amendment: Amendment, *, now: datetime) -> Verdict:
    """The proposer; once their days are over the co-authors too. Nobody about their own."""
    record = amendment.proposal
    if not user.is_authenticated or user.pk not in record.author_ids():
        return no(hidden=True)
    if not amendment.is_open:
        return no(_("This suggestion has been decided already."), when=True)
    if amendment.suggestion.hidden_at is not None:
        return no(_("A moderator took this text from view."), when=True)
    if not record.takes_amendments:
        return no(_("The text of this proposal can no longer be changed."), when=True)
    if record.on_papers.filter(poll__closes_at__gt=now).exists():
        return no(_("People are voting on this text; it stays as it is until the close."), when=True)
    if amendment.suggestion.author_id == user.pk:
        return no(_("This is your own suggestion; another of the authors decides."))
    own = record.proposer_id in (user.pk, amendment.suggestion.author_id)
    if not own and now < amendment.proposer_until:
        return no(_("The proposer answers first; you may once their days are over."), when=True)
    return may_write(user, now=now)


def can_decline_amendment(user: Any, amendment: Amendment, *, now: datetime) -> Verdict:
    """What stands as an alternative may still be taken over; it is too late to say no."""
    if not (verdict := can_decide_amendment(user, amendment, now=now)):
        return verdict
    if amendment.suggestion.state != State.WITH_AUTHORS:
        return no(_("It stands as an alternative text now: nobody answered in time."), when=True)
    return YES


def can_invite(user: Any, record: ProposalRecord) -> Verdict:
    """Who may take it back, unless they may not write to anybody for now."""
    if not (verdict := can_ask_no_longer(user, record)):
        return verdict
    return may_write(user, now=timezone.now())


def can_ask_no_longer(user: Any, record: ProposalRecord) -> Verdict:
    """The proposer, while the proposal is alive."""
    if not user.is_authenticated or record.proposer_id != user.pk:
        return no(hidden=True)
    if record.has_ended:
        return no(_("This proposal is closed."), when=True)
    return YES


def can_answer_invitation(user: Any, coauthor: CoAuthor) -> Verdict:
    """The person who was asked."""
    if not user.is_authenticated or coauthor.person_id != user.pk or coauthor.ended_at is not None:
        return no(hidden=True)
    return YES


def can_join(user: Any, record: ProposalRecord) -> Verdict:
    """Bring what one was going to propose to a proposal that is still on its way."""
    if not (verdict := may_read(user, record)):
        return verdict
    if record.stage not in OPEN:
        return no(_("This proposal is no longer open; nothing can be added to it."), when=True)
    if not user.is_authenticated:
        return no(_("Sign in to send it."))
    return YES


def can_take_digests(user: Any) -> Verdict:
    """Officials; for everybody else there is no such place."""
    return _is_official(user)


def _is_official(user: Any) -> Verdict:
    if not user.is_authenticated or not user.is_official:
        return no(hidden=True)
    return YES


def _is_over(record: ProposalRecord, now: datetime) -> bool:
    return record.closes_at is not None and now >= record.closes_at


def may_delete(page: Page) -> Verdict:
    """The record, its supporters and votes stay with the text they belong to."""
    if isinstance(page.specific, ProposalPage | CallPage):
        return no(
            _("A proposal is a public record and is not deleted; take it off the site instead."), when=True
        )
    return YES


def may_move(page: Page) -> Verdict:
    """Addresses and rules hang on where a proposal stands."""
    if isinstance(page.specific, ProposalPage | CallPage):
        return no(_("Proposals and their call stay where they are: their addresses hang on it."), when=True)
    return YES


def may_copy(page: Page) -> Verdict:
    """A copy would be a proposal without number, proposer and checking."""
    return may_move(page)


def may_unpublish(page: Page) -> Verdict:
    """A proposal may be taken off the site; the call, on which all of them hang, may not."""
    if isinstance(page.specific, CallPage):
        return no(_("The call for proposals cannot be taken off the site."), when=True)
    return YES


def can_comment(user: Any, page: ProposalPage) -> Verdict:
    """The discussion is open while the proposal is alive and stays readable afterwards."""
    if page.record.has_ended:
        return no(_("The discussion of this proposal is closed."), when=True)
    return YES
