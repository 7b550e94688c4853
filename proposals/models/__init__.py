"""What people write (pages), what happens to it (record), who supports it (votes), what the city says."""

from .answers import Answer, AnswerState
from .digests import DigestTaken
from .doubts import Doubt, Objection
from .imported import ImportedProposal
from .pages import CallPage, ProposalPage, ProposalTag
from .record import ProposalRecord, Sequence, StageChange
from .votes import Act, Ballot, Choice, LedgerHead, LedgerRow, Support

__all__ = [
    "Act",
    "Answer",
    "AnswerState",
    "Ballot",
    "CallPage",
    "Choice",
    "DigestTaken",
    "Doubt",
    "ImportedProposal",
    "LedgerHead",
    "LedgerRow",
    "Objection",
    "ProposalPage",
    "ProposalRecord",
    "ProposalTag",
    "Sequence",
    "StageChange",
    "Support",
]
