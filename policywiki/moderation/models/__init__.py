"""Tables of the moderators' list."""

from .case import CLAIM_LASTS, Case, CaseState, Decision, Standing
from .desk import Batch, BulkDecision, BulkItem, BulkState, SavedFilter
from .history import CaseApproval, CaseEntry, SecondOpinion
from .people import ReviewerScope, TrackRecord
from .reason import Reason

__all__ = [
    "CLAIM_LASTS",
    "Batch",
    "BulkDecision",
    "BulkItem",
    "BulkState",
    "Case",
    "CaseApproval",
    "CaseEntry",
    "CaseState",
    "Decision",
    "Reason",
    "ReviewerScope",
    "SavedFilter",
    "SecondOpinion",
    "Standing",
    "TrackRecord",
]
