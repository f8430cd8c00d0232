"""Decisions about access: who gets a link, which links end, the code and the door (T11, T13, T14).

Tokens are unknown here; the live layer creates and revokes them in the transaction of the entry.
"""

from dialoog.rules import commands as c
from dialoog.rules import events as e
from dialoog.rules.decide.outcomes import Decision, Late, Reason, Refused
from dialoog.rules.state import By, Desk, Presence, State, Status

DESKS = ("facilitator", "scribe", "screen")


def link_device(state: State, command: c.LinkDevice) -> Decision:
    """T11: the same seat on another device."""
    seat = state.seats.get(command.seat)
    if seat is None or seat.erased or seat.presence is Presence.REMOVED:
        return Refused(Reason.UNKNOWN_SEAT)
    return (e.DeviceLinked(seat.id),)


def hand_over(command: c.HandOver) -> Decision:
    if command.desk not in DESKS:
        return Refused(Reason.UNKNOWN_DESK)
    return (e.HandedOver(command.desk),)


def end_devices(state: State, command: c.EndDevices, by: By) -> Decision:
    """T13: who has no device left after it is acted for; turn, words and choices stay (T11). Never undone: a
    new link is made instead."""
    if command.seat not in state.seats:
        return Refused(Reason.UNKNOWN_SEAT)
    if _is_unknown_link(state, command.but, command.seat):
        return Refused(Reason.UNKNOWN_LINK)
    has_device = command.but is not None or by.desk is Desk.SEAT
    return (e.DevicesEnded(command.seat, command.but, has_device),)


def end_links(state: State, command: c.EndLinks) -> Decision:
    """Of a desk; whoever asks keeps a link of the own desk."""
    if command.desk not in DESKS:
        return Refused(Reason.UNKNOWN_DESK)
    if _is_unknown_link(state, command.but, command.desk):
        return Refused(Reason.UNKNOWN_LINK)
    return (e.LinksEnded(command.desk, command.but),)


def renew_code(state: State) -> Decision:
    """T14: the code works until the harvest opens, so until then there can be a new one."""
    return Refused(Reason.DOOR_SHUT) if state.harvest_open else (e.CodeRenewed(),)


def set_door(state: State, command: c.SetDoor) -> Decision:
    """T14: once the dialogue runs the code always asks."""
    if state.status is not Status.OPEN:
        return Refused(Reason.NOT_OPEN)
    return Late() if state.door_asks is command.asks else (e.DoorSet(command.asks),)


def _is_unknown_link(state: State, but: int | None, holder: str) -> bool:
    return but is not None and state.links.get(but) != holder
