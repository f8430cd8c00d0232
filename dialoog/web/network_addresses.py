"""The addresses at which other machines on the network reach this one, read from its interfaces; no packet is sent.

A hall often has a network without a way to the internet, so nothing here needs a default route.
"""

import ipaddress
import socket
from collections.abc import Iterator

import ifaddr

from dialoog.settings import Settings, http_origin, listens_everywhere

BETWEEN_PROGRAMS = ("docker", "br-", "veth", "virbr", "lxc", "lxd", "podman", "cni")
"""How the interfaces begin that lead to containers on this machine, where no phone is."""
ROUTE_PROBE = ("192.0.2.1", 9)
"""An address for documents (RFC 5737): the routing table says from where it would be reached."""


def network_addresses() -> tuple[str, ...]:
    """IPv4 before IPv6, and first the one on the way to the internet. Empty where this machine is on no network."""
    routed = _routed_address()
    found = dict.fromkeys(_interface_addresses())
    if not found and routed:
        return (routed,)
    return tuple(sorted(found, key=lambda address: (":" in address, address != routed)))


def network_urls(host: str, port: int) -> tuple[str, ...]:
    """The addresses to type on other machines, where the server listens on `host`: on 0.0.0.0 it hears no IPv6."""
    addresses = network_addresses()
    return tuple(http_origin(address, port) for address in addresses if ":" in host or ":" not in address)


def other_urls(settings: Settings) -> tuple[str, ...]:
    """Where this server is reached besides at its public address."""
    if not listens_everywhere(settings.host):
        return ()
    return tuple(
        url
        for url in network_urls(settings.host, settings.port)
        if url != settings.url and url in settings.origins
    )


def _interface_addresses() -> Iterator[str]:
    try:
        adapters = list(ifaddr.get_adapters())
    except OSError:  # a hardened service may not ask the kernel (RestrictAddressFamilies without AF_NETLINK)
        return
    for adapter in adapters:
        if adapter.name.startswith(BETWEEN_PROGRAMS):
            continue
        for entry in adapter.ips:
            address = ipaddress.ip_address(entry.ip if isinstance(entry.ip, str) else entry.ip[0])
            if not (address.is_loopback or address.is_link_local or address.is_unspecified):
                yield address.compressed


def _routed_address() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ROUTE_PROBE)
            return str(probe.getsockname()[0])
        except OSError:
            return None
