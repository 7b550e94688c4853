"""What people write (pages), what happens to it (record), who supports it (votes), what the city says."""

from .amendments import Amendment, CoAuthor
from .answers import Answer, AnswerState
from .calls import CallQuestion
from .digests import DigestTaken
from .doubts import Doubt, Objection
from .imported import ImportedProposal
from .pages import CallPage, ProposalPage, ProposalTag
from .polls import Paper, PaperRow, Poll, PollOption
from .record import ProposalRecord, Sequence, StageChange
from .texts import TextChange, TextSupport
from .votes import Act, Ballot, Choice, LedgerHead, LedgerRow, Support

__all__ = [
    "Act",
    "Amendment",
    "Answer",
    "AnswerState",
    "Ballot",
    "CallPage",
    "CallQuestion",
    "Choice",
    "CoAuthor",
    "DigestTaken",
    "Doubt",
    "ImportedProposal",
    "LedgerHead",
    "LedgerRow",
    "Objection",
    "Paper",
    "PaperRow",
    "Poll",
    "PollOption",
    "ProposalPage",
    "ProposalRecord",
    "ProposalTag",
    "Sequence",
    "StageChange",
    "Support",
    "TextChange",
    "TextSupport",
]
