"""The addresses of the room: what the server answers to, and what it says where phones cannot reach it."""

import errno
import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ifaddr
import pytest
from click.testing import CliRunner

from dialoog.app import create_app
from dialoog.cli import setup
from dialoog.cli.commands import main
from dialoog.settings import Settings, from_environment
from dialoog.web import network_addresses
from dialoog.web.trusted_host import is_trusted_host
from tests import migrated
from tests.commands import in_threads
from tests.serving import Server
from tests.web.visits import Visitor, running_app, words_of

Interfaces = Callable[..., None]
HALL = {"lo": ("127.0.0.1", "::1"), "wlan0": ("10.42.0.1", "fe80::1"), "docker0": ("172.17.0.1",)}


class NoRoute(socket.socket):
    def connect(self, address: Any) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")


@pytest.fixture
def interfaces(monkeypatch: pytest.MonkeyPatch) -> Interfaces:
    """Gives this machine the interfaces of somebody else's, without a default route."""

    def give(**adapters: tuple[str, ...]) -> None:
        entries = [
            ifaddr.Adapter(name, name, [_ip(address, name) for address in addresses])
            for name, addresses in adapters.items()
        ]
        monkeypatch.setattr("ifaddr.get_adapters", lambda: entries)
        monkeypatch.setattr(socket, "socket", NoRoute)

    return give


def _ip(address: str, name: str) -> ifaddr.IP:
    is_old = ipaddress.ip_address(address).version == 4
    return ifaddr.IP(address if is_old else (address, 0, 0), 24 if is_old else 64, name)


def test_without_a_default_route_the_links_have_the_address_of_the_hall(interfaces: Interfaces) -> None:
    interfaces(**HALL)
    settings = setup._with_public_url(from_environment({}, host="0.0.0.0"))
    assert settings.url == "http://10.42.0.1:8000"


def test_a_service_that_may_not_ask_for_interfaces_has_the_address_of_its_route(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Hardened units forbid the sockets that list them; the links must not fall back to this machine alone."""

    class OnARoute(socket.socket):
        def connect(self, address: Any) -> None: ...

        def getsockname(self) -> Any:
            return "192.0.2.77", 5000

    def refuse() -> None:
        raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")

    monkeypatch.setattr("ifaddr.get_adapters", refuse)
    monkeypatch.setattr(socket, "socket", OnARoute)
    settings = setup._with_public_url(from_environment({}, host="0.0.0.0"))
    assert settings.url == "http://192.0.2.77:8000"


def test_every_address_of_the_machine_is_answered_and_offered(interfaces: Interfaces) -> None:
    interfaces(**HALL, eth0=("192.168.1.5", "2001:db8::5"))
    settings = setup._with_public_url(from_environment({}, host="0.0.0.0"))
    assert settings.url == "http://10.42.0.1:8000"
    assert network_addresses.other_urls(settings) == ("http://192.168.1.5:8000",)
    assert "http://192.168.1.5:8000" in settings.origins
    assert is_trusted_host("192.168.1.5:8000", settings)
    both = setup._with_public_url(from_environment({}, host="::"))
    assert network_addresses.other_urls(both) == ("http://192.168.1.5:8000", "http://[2001:db8::5]:8000")


@pytest.mark.parametrize("command", ["new", "new --host 127.0.0.1", "new --host localhost"])
def test_links_that_only_this_machine_opens_are_said_to_be_so(
    interfaces: Interfaces, tmp_path: Path, command: str
) -> None:
    interfaces(**HALL)
    result = CliRunner().invoke(main, [*command.split(), "--data", str(tmp_path)])
    assert "Only this machine can open http://" in result.output
    assert "With `--host 0.0.0.0`" in result.output
    assert "at http://10.42.0.1:8000." in result.output
    room = CliRunner().invoke(main, ["new", "--host", "0.0.0.0", "--data", str(tmp_path)])
    assert "Only this machine" not in room.output
    assert "join: http://10.42.0.1:8000/in#" in room.output


def test_a_machine_on_no_network_says_so(interfaces: Interfaces, tmp_path: Path) -> None:
    interfaces(lo=("127.0.0.1",))
    room = CliRunner().invoke(main, ["new", "--host", "0.0.0.0", "--data", str(tmp_path)])
    assert "This machine is on no network" in room.output


def test_serving_as_nobody_in_the_room_can_reach_says_so(tmp_path: Path) -> None:
    server = Server(tmp_path)
    try:
        assert "Only this machine can open http://127.0.0.1:" in server.starts().output
    finally:
        server.is_killed()


def test_the_page_that_gives_the_links_says_where_phones_cannot_open_them(
    interfaces: Interfaces, tmp_path: Path
) -> None:
    interfaces(**HALL)
    with running_app(tmp_path) as app:
        read = words_of(Visitor(app).opens("/nieuw"))
        assert "Telefoons in de zaal kunnen hier niet bij" in read
        assert "dialoog serve --host 0.0.0.0" in read
        assert "http://10.42.0.1:8000" in read


def test_the_screen_shows_an_address_that_phones_open_or_says_that_there_is_none(tmp_path: Path) -> None:
    shown = {}
    for name, url in {"local": "", "hall": "http://10.42.0.1:8000"}.items():
        (tmp_path / name).mkdir()
        with running_app(tmp_path / name, public_url=url) as app:
            screen = Visitor(app).sets_a_table()["screen"].partition("#")[2]
            browser = Visitor(app).holds("screen", token=screen).browser
            page = browser.get("/scherm", follow_redirects=True)
            shown[name] = ("<svg" in page.text, "10.42.0.1:8000" in page.text, words_of(page))
    assert shown["hall"][:2] == (True, True)
    assert "Telefoons in de zaal" not in shown["hall"][2]
    assert shown["local"][:2] == (False, False)
    assert "Telefoons in de zaal kunnen hier niet bij: http://127.0.0.1:8000" in shown["local"][2]
    assert "dialoog serve --host 0.0.0.0" in shown["local"][2]


def test_a_page_with_links_that_phones_open_says_nothing_of_it(
    interfaces: Interfaces, tmp_path: Path
) -> None:
    interfaces(**HALL)
    with running_app(tmp_path, public_url="http://10.42.0.1:8000") as app:
        assert 'class="reach' not in Visitor(app).opens("/nieuw").text


@pytest.mark.parametrize("host", ["::1", "[::1]", "0:0:0:0:0:0:0:1"])
def test_links_to_an_ipv6_address_open(tmp_path: Path, host: str) -> None:
    settings = from_environment({}, host=host, folder=str(tmp_path), secret="s" * 32)
    assert settings.url == "http://[::1]:8000"
    migrated.copy_into(tmp_path)
    browser = create_app(in_threads(settings)).test_client()
    assert browser.get("/in", headers={"Host": "[::1]:8000"}).status_code == 200
    assert "http://[::1]:8000" in settings.origins


def test_a_server_listens_at_an_ipv6_address_in_brackets(tmp_path: Path) -> None:
    if not _has_ipv6():
        pytest.skip("no IPv6 on this machine")
    server = Server(tmp_path, DIALOOG_HOST="[::1]")
    server.host = "::1"
    try:
        assert "Dialoog serves http://[::1]:" in server.starts().output
        assert server.asks("GET", "/in").status == 200
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Origin": f"http://[::1]:{server.port}",
        }
        assert server.asks("GET", "/socket.io/?EIO=4&transport=websocket", None, **upgrade).status == 101
    finally:
        server.is_killed()


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def test_the_port_of_http_is_left_out_as_browsers_do() -> None:
    assert Settings(host="10.42.0.1", port=80).url == "http://10.42.0.1"


@pytest.mark.parametrize(
    ("host", "is_trusted"),
    [
        ("10.42.0.1:8000", True),
        ("LOCALHOST", True),
        ("[::1]:8000", True),
        ("[2001:db8::1]", False),
        ("[", False),
        ("evil.example", False),
        ("evil.example@10.42.0.1", False),
        ("10.42.0.1.evil.example", False),
        ("", False),
    ],
)
def test_a_server_answers_to_its_own_names_alone(host: str, is_trusted: bool) -> None:
    settings = Settings(public_url="http://10.42.0.1:8000")
    assert is_trusted_host(host, settings) is is_trusted


def test_who_asks_at_another_address_reads_where_to_go(tmp_path: Path) -> None:
    with running_app(tmp_path, public_url="http://10.42.0.1:8000") as app:
        for path in ("/d", "/nergens"):
            page = app.test_client().get(path, headers={"Host": "192.168.1.5:8000"})
            assert page.status_code == 400
            assert "Ga naar http://10.42.0.1:8000." in words_of(page)
