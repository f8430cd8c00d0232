"""May it happen? (state, command, by, at) → events, or Late, or Refused.

`dispatch` finds the decision of each command; the decisions stand by topic: `seats`, `turns`, `flow` (steps, rounds,
rest, silence, the clock, undo, harvest and closing), `words` and `access` (links, devices, the code, the door).
`outcomes` holds what a decision can be, `permissions` who may ask for what.
"""

from dialoog.rules.decide.dispatch import decide
from dialoog.rules.decide.outcomes import CLOSING_REASONS, Decision, Late, Reason, Refused
from dialoog.rules.decide.permissions import (
    AFTER_CLOSING,
    BEFORE_ADMITTED,
    ENDING_ACCESS,
    MAY,
    OF_ONE_MOMENT,
    OWN_ALWAYS,
)

__all__ = [
    "AFTER_CLOSING", "BEFORE_ADMITTED", "CLOSING_REASONS", "ENDING_ACCESS", "MAY", "OF_ONE_MOMENT", "OWN_ALWAYS",
    "Decision", "Late", "Reason", "Refused", "decide",
]  # fmt: skip
