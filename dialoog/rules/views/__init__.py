"""What each audience may see, built up and never cut down (V1–V5).

Here the modules are audiences and not the five topics, so that one file shows all that somebody may see: `everyone` (the
document `table`), `seat` (`mine`: one seat's own), `desk` (facilitator and scribe) and `access` (`door`: who is outside);
`words` says how words appear to any of them. Sections hold ids, never texts or names. The shape of every section is in
docs/protocol.md.
"""

from dialoog.rules.views.access import door, from_outside, outside
from dialoog.rules.views.everyone import TABLE, table
from dialoog.rules.views.seat import MINE, mine
from dialoog.rules.views.words import Section, View, name, reference, text, translation, words_in_full

__all__ = [
    "MINE", "TABLE", "Section", "View", "door", "from_outside", "mine", "name", "outside", "reference",
    "table", "text", "translation", "words_in_full",
]  # fmt: skip
