"""What follows from a fact: (state, entry) → state, and folding a whole journal.

Nothing here decides or refuses: every event is applied as it stands, also when an undone entry before it is left out
(S5, S6), so each step tolerates what it does not find. `journal` folds entries; what one event changes stands by
topic: `seats`, `turns`, `flow`, `words` and `access`.
"""

from dialoog.rules.evolve.journal import (
    BEFORE_ALL,
    advance,
    can_be_undone,
    fold,
    fold_each,
    preview,
    undone_versions,
)

__all__ = ["BEFORE_ALL", "advance", "can_be_undone", "fold", "fold_each", "preview", "undone_versions"]
