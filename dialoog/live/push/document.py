"""A document as one audience receives it: encoded sections, and the pushes that bring a client up to date."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from dialoog.live.protocol.messages import Push
from dialoog.live.push.sections import CachedSection, DocName
from dialoog.rules.state import State


class Document:
    """The encoded sections of one audience, and the version at which they last changed."""

    def __init__(self, doc: DocName) -> None:
        self.doc: Literal["table", "mine", "desk"] = "table" if doc == "door" else doc
        self.version = 0
        self.cached_sections: dict[str, CachedSection] = {}
        self.state: State | None = None
        """The state that the sections were last built from."""
        self._encoded: dict[str, bytes] = {}

    def update(
        self, version: int, plan_sections: Mapping[str, bytes], cached_sections: dict[str, CachedSection]
    ) -> Push | None:
        """Replaces the sections; returns the push for clients with the former version, or None if nothing
        changed. `plan_sections` come from the plan, not from a state."""
        self.cached_sections = cached_sections
        encoded = {**plan_sections, **{name: section.encoded for name, section in cached_sections.items()}}
        changes = {
            name: msgspec.Raw(section)
            for name, section in encoded.items()
            if self._encoded.get(name) != section
        }
        if not changes:
            return None
        base, self.version, self._encoded = self.version, version, encoded
        return Push(self.doc, base, version, changes)

    def full_push(self, version: int = 0) -> Push:
        """All sections, under `version` or else under the document's own."""
        sections = {name: msgspec.Raw(section) for name, section in self._encoded.items()}
        return Push(self.doc, 0, version or self.version, sections)

    def push_for(self, client_version: int, journal_version: int) -> Push | None:
        """All sections if the client has another version, else None. A client can have a newer version from another
        process: that change may have been reverted before this process read it, so nothing changed here (R6)."""
        if client_version < self.version:
            return self.full_push()
        return self.full_push(journal_version) if self.version < client_version < journal_version else None
