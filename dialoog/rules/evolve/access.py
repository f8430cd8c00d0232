"""What follows from a fact about links, devices, the code and the door."""

from dialoog.rules import events as e
from dialoog.rules.dataclass_replace import replace
from dialoog.rules.evolve.seats import update_seat
from dialoog.rules.state import State


def apply_access_event(state: State, event: e.AccessEvent, entry: e.Entry) -> State:
    """The state after one fact about links, devices, the code or the door."""
    match event:
        case e.DeviceLinked():
            state = _link_device(state, event, entry)
            return replace(state, links={**state.links, entry.version: event.seat})
        case e.HandedOver():
            return replace(state, links={**state.links, entry.version: event.desk})
        case e.DevicesEnded():
            is_link_left = event.but is not None
            state = update_seat(state, event.seat, device=event.device, linked=None, by_link=is_link_left)
            state = _own_words(state, event.seat) if is_link_left else state
            return _end_links(state, event.seat, event.but, entry)
        case e.LinksEnded():
            return _end_links(state, event.desk, event.but, entry)
        case e.CodeRenewed():
            return replace(state, code_version=entry.version)
        case e.DoorSet():
            return replace(state, door_asks=event.asks)


def _link_device(state: State, event: e.DeviceLinked, entry: e.Entry) -> State:
    seat = state.seats.get(event.seat)
    is_of_another = seat is not None and seat.device and not entry.by.is_own_device
    linked = {"linked": entry.version} if is_of_another else {}
    by_link = seat is not None and (seat.by_link or not seat.device)
    return update_seat(state, event.seat, device=True, by_link=by_link, **linked)


def _own_words(state: State, seat: str) -> State:
    """T11: the device that was linked last is the seat's own from now on, and so is what was written on it."""
    marked = {
        id: replace(word, linked=False)
        for id, word in state.words.items()
        if word.seat == seat and word.linked
    }
    return replace(state, words={**state.words, **marked}) if marked else state


def _end_links(state: State, holder: str, but: int | None, entry: e.Entry) -> State:
    links = {
        version: link_holder
        for version, link_holder in state.links.items()
        if link_holder != holder or version == but
    }
    return replace(state, links=links, links_ended=entry.version)
