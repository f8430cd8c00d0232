"""The configuration that we ship, before two processes: deadlines, sizes, whom it names, what it writes down."""

import http.client
import socket
import ssl
import time
from pathlib import Path
from urllib.request import urlopen

from tests.deploy.proxy import Proxy
from tests.people import Table
from tests.serving import free_port


def test_the_shipped_configuration_is_well_formed(proxy: Proxy) -> None:
    assert proxy.is_well_formed() == ""


def test_nobody_is_bound_to_one_process(proxy: Proxy) -> None:
    before = proxy.logs()
    for _ in range(8):
        assert proxy.asks("GET", "/").status == 200
    answered = proxy.logs()[len(before) :]
    assert all(f"127.0.0.1:{server.port} 200" in answered for server in proxy.servers), answered


def test_cookies_are_safe_ones_and_the_phone_gets_in(table: Table) -> None:
    page = table.server.asks("GET", f"/d/{table.code}")
    assert any(cookie.startswith("__Host-dialoog-") for cookie in page.set_cookies)
    assert all("Secure" in cookie for cookie in page.set_cookies)
    fatma = table.seats("Fatma")
    assert fatma.does("choose_language", lang="en")
    seat = table.server.asks("GET", f"/plek/{table.id}", Authorization=f"Bearer {fatma.token}")
    assert seat.status == 200
    assert "max-age" in seat.headers["strict-transport-security"]


def test_who_comes_by_http_is_sent_to_https(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.http_port, timeout=10)
    connection.request("GET", "/d/ABC")
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, "https://127.0.0.1/d/ABC")
    connection.close()


def test_too_large_a_body_is_told_so_on_a_page(proxy: Proxy) -> None:
    just = proxy.asks("POST", "/live/ticket", b"x" * 64 * 1024)
    assert just.status == 401
    more = proxy.asks("POST", "/live/ticket", b"x" * (64 * 1024 + 1))
    assert more.status == 413
    assert more.headers["content-type"] == "text/html; charset=utf-8"
    assert "Dat is te veel tekst" in more.text
    assert "nginx" not in more.text
    assert more.headers["server"] == "nginx"


def test_R10_half_a_request_is_cut_and_so_is_half_a_body(proxy: Proxy) -> None:
    requests = (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow",
        b"POST /live/ticket HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf",
    )
    lines = []
    for half in requests:
        line = proxy.trusts.wrap_socket(
            socket.create_connection(("127.0.0.1", proxy.port)), server_hostname="127.0.0.1"
        )
        line.settimeout(20)
        line.sendall(half)
        lines.append(line)
    started = time.monotonic()
    for line in lines:
        try:
            while line.recv(4096):
                pass
        except (ConnectionResetError, ssl.SSLError):
            pass
        line.close()
    assert time.monotonic() - started < 15


def test_an_address_that_somebody_pretends_counts_for_nothing(proxy: Proxy) -> None:
    for n in range(20):
        forged = {
            "X_Forwarded_For": f"203.0.113.{n}",
            "X_Real_IP": f"203.0.113.{n}",
            "Forwarded": "for=203.0.113.9",
        }
        proxy.asks("GET", f"/d/WRONG{n:02}", **forged)
    assert proxy.asks("GET", "/d/WRONGXX", X_Forwarded_For="198.51.100.1").status == 429
    straight = proxy.servers[0].asks("GET", "/d/WRONGXX", X_Forwarded_For="198.51.100.1")
    assert straight.status == 404


def test_R15_what_nginx_writes_down_names_no_code_and_nobody(proxy: Proxy, table: Table) -> None:
    headers = {"Referer": "https://elders.example/geheim", "User_Agent": "Kanarie"}
    proxy.asks("GET", f"/d/{table.code}?q=geheim", **headers)
    proxy.asks("POST", f"/d/{table.code}", b"x" * 70_000, **headers)
    for server in proxy.servers:
        server.stops()
    away = proxy.asks("GET", f"/d/{table.code}", **headers)
    for server in proxy.servers:
        server.starts()
    assert away.status == 503
    assert "Praat gewoon door" in away.text
    logs = proxy.logs()
    assert " 503 " in logs
    own_lines = [line.split() for line in logs.splitlines()]
    assert all(len(line) >= 7 and line[1] in ("GET", "POST") for line in own_lines), logs
    for hidden in (table.code, "/d/", "geheim", "Kanarie", "elders"):
        assert hidden not in logs, hidden


def sockets_at(proxy: Proxy) -> list[int]:
    """How many sockets each process holds, as its own metrics say."""
    counts = []
    for server in proxy.servers:
        port = server.environment["DIALOOG_METRICS_PORT"]
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as response:
            lines = response.read().decode().splitlines()
        [line] = [line for line in lines if line.startswith("dialoog_sockets_open ")]
        counts.append(int(float(line.split()[1])))
    return counts


def test_R10_one_device_with_many_silent_sockets_keeps_nobody_of_its_hall_from_a_page(
    proxy: Proxy, tmp_path: Path
) -> None:
    """A hall shares one address. The shipped file with two in place of a thousand."""
    small = Proxy(tmp_path, free_port(), proxy.servers)
    configuration = tmp_path / "dialoog.conf"
    shipped = configuration.read_text()
    assert shipped.count("_by_address 1000;") == 2
    configuration.write_text(shipped.replace("_by_address 1000;", "_by_address 2;"))
    small.starts()
    lines = []
    try:
        upgrade = (
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{proxy.port}\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        ).encode()
        heads = []
        for _ in range(3):
            plain = socket.create_connection(("127.0.0.1", small.port), timeout=10)
            lines.append(small.trusts.wrap_socket(plain, server_hostname="127.0.0.1"))
            lines[-1].sendall(upgrade)
            heads.append(lines[-1].recv(4096))
        assert [head.split()[1] for head in heads] == [b"101", b"101", b"429"]
        assert "Het is even te druk" in (heads[2] + lines[2].recv(4096)).decode()
        assert small.asks("GET", "/", Host=f"127.0.0.1:{proxy.port}").status == 200
    finally:
        for line in lines:
            line.close()
        small.stops()
