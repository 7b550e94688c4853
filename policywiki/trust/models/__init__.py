"""Tables of trust and safety: what is hidden, held, gone live at once, blocked; the figures."""

from .alarms import Alarm, CityInstruction, instruction
from .rulebook import AtOnce, Hold, HoldingKind, HoldingRule, HoldingScope, Rule, Sending, TrustRule
from .sheets import LAST_DAYS, FigureSheet
from .standing import Block
from .vault import HiddenPart, HiddenText

__all__ = [
    "LAST_DAYS",
    "Alarm",
    "AtOnce",
    "Block",
    "CityInstruction",
    "FigureSheet",
    "HiddenPart",
    "HiddenText",
    "Hold",
    "HoldingKind",
    "HoldingRule",
    "HoldingScope",
    "Rule",
    "Sending",
    "TrustRule",
    "instruction",
]
