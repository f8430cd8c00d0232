"""The names of one table as everybody reads them: who looks like somebody before gets a number ("Fatma (2)").

The number is the same on the screen, every phone and the console, for all documents are filled from here. What is
stored stays as it was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialoog.rules.state import Presence, State
from dialoog.web.look_alikes import keys_of


@dataclass(frozen=True, slots=True)
class SeatNames:
    typed: Mapping[str, str] = field(default_factory=dict)
    """Seat → the name as it was typed; who is erased has none."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """Seat → the name that no other seat of the table has."""
    look_alikes: frozenset[str] = frozenset()
    """Seats whose name looks like that of another who was not removed."""
    requested: Mapping[str, str] = field(default_factory=dict)
    """Seat → the name that waits to be read by a desk (C1)."""
    pronunciations: Mapping[str, str] = field(default_factory=dict)
    """Seat → how its name is said (C1)."""

    def requests_name_of_another(self, seat: str) -> bool:
        """Whether the name that waits looks like one that another has already."""
        keys = keys_of(self.requested[seat]) if seat in self.requested else frozenset()
        return any(keys & keys_of(name) for other, name in self.typed.items() if other != seat)


def list_in_order(state: State, typed: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """(seat, name, whether it was removed), in the order in which the names are numbered: who took the name first keeps it
    bare, whoever sat down first; who was removed comes last, so that somebody who comes back after a mishap is not the
    second of the name."""
    seats = sorted(state.seats.values(), key=lambda seat: (seat.presence is Presence.REMOVED, seat.named))
    return [
        (seat.id, typed[seat.id], seat.presence is Presence.REMOVED) for seat in seats if seat.id in typed
    ]


def number_look_alikes(in_order: list[tuple[str, str, bool]]) -> SeatNames:
    shown: dict[str, str] = {}
    first_with: dict[str, str] = {}
    """Key → the seat that is shown under it."""
    last_number: dict[str, int] = {}
    """The first seat of a name → the number that its newest look-alike got."""
    look_alikes: set[str] = set()
    for seat, name, removed in in_order:
        keys = keys_of(name)
        others = {first_with[key] for key in keys if key in first_with}
        if others and not removed:
            look_alikes |= {seat, *others}
        label, label_keys, first = name, keys, min(others, default=seat)
        while any(key in first_with for key in label_keys):
            number = last_number[first] = last_number.get(first, 1) + 1
            label = f"{name} ({number})"
            label_keys = keys_of(label)
        first_with.update(dict.fromkeys(label_keys, seat))
        shown[seat] = label
    return SeatNames({seat: name for seat, name, _ in in_order}, shown, frozenset(look_alikes))
