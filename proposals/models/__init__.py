"""What people write (pages), what happens to it (record), who supports it (votes), what the city says."""

from .amendments import Amendment, CoAuthor
from .answers import Answer, AnswerState
from .calls import CallQuestion
from .digests import DigestTaken
from .doubts import Doubt, Objection
from .imported import ImportedProposal
from .merging import Division, Merge, MergeState, Part, Succession, SupporterReply
from .pages import CallPage, ProposalPage, ProposalTag
from .polls import Paper, PaperRow, Poll, PollOption
from .record import ProposalRecord, Sequence, StageChange
from .sources import ChangeBegun, CitedSource, PageToChange
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
    "ChangeBegun",
    "Choice",
    "CitedSource",
    "CoAuthor",
    "DigestTaken",
    "Division",
    "Doubt",
    "ImportedProposal",
    "LedgerHead",
    "LedgerRow",
    "Merge",
    "MergeState",
    "Objection",
    "PageToChange",
    "Paper",
    "PaperRow",
    "Part",
    "Poll",
    "PollOption",
    "ProposalPage",
    "ProposalRecord",
    "ProposalTag",
    "Sequence",
    "StageChange",
    "Succession",
    "Support",
    "SupporterReply",
    "TextChange",
    "TextSupport",
]
