"""Facts about access: a device linked or ended, a desk's link made or ended, the code, the door (T11–T14).

Neither a token nor a code is ever in here: the entry's version names the link.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeviceLinked:
    seat: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    desk: str


@dataclass(frozen=True, slots=True)
class DevicesEnded:
    """`but` is the version of the link that goes on; `device`: whether the seat has a device after it."""

    seat: str
    but: int | None
    device: bool


@dataclass(frozen=True, slots=True)
class LinksEnded:
    desk: str
    but: int | None


@dataclass(frozen=True, slots=True)
class CodeRenewed:
    pass


@dataclass(frozen=True, slots=True)
class DoorSet:
    asks: bool


AccessEvent = (
    DeviceLinked | HandedOver | DevicesEnded | LinksEnded | CodeRenewed | DoorSet
)  # fmt: skip
