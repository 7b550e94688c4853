"""Comments and what hangs on them: support, quoted passages, arguments, where imported ones come from."""

from .arguments import Argument, ArgumentSupport
from .comments import CORRECT_FREELY, Comment, CommentState, CommentVersion, Flag, Stance
from .imported import ImportedComment
from .quotations import Quotation, QuotationState
from .support import CommentSupport

__all__ = [
    "CORRECT_FREELY",
    "Argument",
    "ArgumentSupport",
    "Comment",
    "CommentState",
    "CommentSupport",
    "CommentVersion",
    "Flag",
    "ImportedComment",
    "Quotation",
    "QuotationState",
    "Stance",
]
