"""The line itself, as the shipped nginx speaks it: nothing old, nothing that a stolen key opens afterwards, no detour by http."""

import http.client
import socket
import ssl
import warnings

import pytest

from tests.deploy.proxy import SHIPPED, Proxy


def speaks(proxy: Proxy, oldest: str, newest: str, ciphers: str = "") -> tuple[str | None, str]:
    """(version, cipher) that a client with these and nginx agree on. Raises ssl.SSLError where there is none."""
    client = ssl.create_default_context(cafile=str(proxy.folder / "own.crt"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that old is what is asked for
        client.minimum_version, client.maximum_version = ssl.TLSVersion[oldest], ssl.TLSVersion[newest]
    if ciphers:
        client.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    with (
        socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as line,
        client.wrap_socket(line, server_hostname="127.0.0.1") as safe,
    ):
        agreed = safe.cipher()
        assert agreed is not None
        return safe.version(), agreed[0]


def test_the_newest_version_is_preferred(proxy: Proxy) -> None:
    assert speaks(proxy, "TLSv1_2", "TLSv1_3")[0] == "TLSv1.3"


def test_the_version_before_it_keeps_yesterdays_lines_shut(proxy: Proxy) -> None:
    version, cipher = speaks(proxy, "TLSv1_2", "TLSv1_2")
    assert version == "TLSv1.2"
    assert cipher.startswith("ECDHE-")
    assert "GCM" in cipher or "POLY1305" in cipher


@pytest.mark.parametrize("version", ["TLSv1", "TLSv1_1"])
def test_older_versions_are_refused(proxy: Proxy, version: str) -> None:
    with pytest.raises(ssl.SSLError, match=r"ALERT_PROTOCOL_VERSION|alert protocol version"):
        speaks(proxy, version, version, "ALL")


@pytest.mark.parametrize(
    "cipher", ["AES128-GCM-SHA256", "AES256-SHA", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"]
)
def test_weaker_ciphers_are_refused(proxy: Proxy, cipher: str) -> None:
    with pytest.raises(ssl.SSLError, match=r"HANDSHAKE_FAILURE|handshake failure"):
        speaks(proxy, "TLSv1_2", "TLSv1_2", cipher)


@pytest.mark.parametrize("address", ["/live/command", "/live/documents?as=seat", "/socket.io/?EIO=4"])
def test_what_a_program_asks_by_http_is_refused_and_not_sent_on(proxy: Proxy, address: str) -> None:
    """Sent on, nobody would notice that it was read along."""
    connection = http.client.HTTPConnection("127.0.0.1", proxy.http_port, timeout=10)
    connection.request("POST", address, headers={"Authorization": "Bearer kanarie-kanarie-kanarie"})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (403, None)
    connection.close()


def test_a_service_of_ours_can_only_talk_to_its_own_machine() -> None:
    for unit in ("dialoog.service", "dialoog@.service"):
        lines = (SHIPPED.parent / unit).read_text("utf-8").splitlines()
        assert {"IPAddressDeny=any", "IPAddressAllow=localhost"} <= set(lines)
        assert {
            "DynamicUser=yes",
            "NoNewPrivileges=yes",
            "CapabilityBoundingSet=",
            "ProtectSystem=strict",
        } <= set(lines)
