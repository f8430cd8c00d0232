"""Requests about access: links and devices, made and ended, the code and the door (T11, T13, T14).

A link is named by the version of the entry that made it; its token is known to the live layer alone.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkDevice:
    seat: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """`desk` is "facilitator", "scribe" or "screen"."""

    desk: str


@dataclass(frozen=True, slots=True)
class EndDevices:
    """T11, T13: a device is lost or stolen. Ends every device of the seat but the one that asks or, where it is
    named, the one that was linked at version `but`."""

    seat: str
    but: int | None = None


@dataclass(frozen=True, slots=True)
class EndLinks:
    """Ends every link of a desk but the asker's own or, where it is named, the one made at version `but`."""

    desk: str
    but: int | None = None


@dataclass(frozen=True, slots=True)
class RenewCode:
    """T14: from now on only a new code lets in, typed or scanned."""


@dataclass(frozen=True, slots=True)
class SetDoor:
    """T14: whether the code only asks, also while people sit down."""

    asks: bool
