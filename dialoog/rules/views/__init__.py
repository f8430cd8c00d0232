"""What each audience may see, built up and never cut down (V1–V5).

Here the modules are audiences and not the five topics, so that one file shows all that somebody may see: `table` (the
whole room), `seat` (one seat's own, the document `mine`), `desk` (facilitator and scribe) and `access` (who is outside:
the document `door`); `words` says how words appear to any of them. Sections hold ids, never texts or names. The shape of
every section is in docs/protocol.md.
"""

from dialoog.rules.views.access import build_door, is_outside, reduce_to_door
from dialoog.rules.views.desk import build_desk
from dialoog.rules.views.seat import MINE, build_mine
from dialoog.rules.views.table import TABLE, build_table
from dialoog.rules.views.words import Section, View, build_reference, list_words_in_full

__all__ = [
    "MINE", "TABLE", "Section", "View", "build_desk", "build_door", "build_mine", "build_reference", "build_table",
    "is_outside", "list_words_in_full", "reduce_to_door",
]  # fmt: skip
