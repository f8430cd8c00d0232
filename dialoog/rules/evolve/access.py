"""What follows from a fact about links, devices, the code and the door."""

from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.evolve.seats import with_seat
from dialoog.rules.state import State


def apply_access_event(state: State, event: e.AccessEvent, entry: e.Entry) -> State:
    """The state after one fact about links, devices, the code or the door."""
    match event:
        case e.DeviceLinked():
            linked = with_seat(state, event.seat, device=True)
            return replace(linked, links={**state.links, entry.version: event.seat})
        case e.HandedOver():
            return replace(state, links={**state.links, entry.version: event.desk})
        case e.DevicesEnded():
            without = with_seat(state, event.seat, device=event.device)
            return _end_links(without, event.seat, event.but, entry)
        case e.LinksEnded():
            return _end_links(state, event.desk, event.but, entry)
        case e.CodeRenewed():
            return replace(state, code_version=entry.version)
        case e.DoorSet():
            return replace(state, door_asks=event.asks)


def _end_links(state: State, whose: str, but: int | None, entry: e.Entry) -> State:
    left = {version: lets for version, lets in state.links.items() if lets != whose or version == but}
    return replace(state, links=left, links_ended=entry.version)
