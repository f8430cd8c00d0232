"""nginx before our processes, with the configuration that we ship: other ports, names and places, and nothing else."""

import http.client
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from dialoog.live.commands.open_dialogue import Links
from tests.serving import PATIENCE, Said, Server, eventually, free_port, said_over

SHIPPED = Path(__file__).parents[2] / "docs" / "deploy" / "nginx.conf"
MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/main.log emerg;
events {{ worker_connections 2048; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/dialoog.conf;
}}
"""


def rendered(folder: Path, ports: list[int], http_port: int, https_port: int) -> str:
    """The shipped file for this machine; every place that is changed must be there as it was written."""
    text = SHIPPED.read_text("utf-8")
    one = "    server 127.0.0.1:8000 max_fails=0;\n"
    changed = {
        one: "".join(one.replace("8000", str(port)) for port in ports),
        "listen 80;": f"listen 127.0.0.1:{http_port};",
        "    listen [::]:80;\n": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{https_port} ssl http2;",
        "    listen [::]:443 ssl http2;\n": "",
        "server_name dialoog.example.org;": "server_name 127.0.0.1;",
        "/etc/letsencrypt/live/dialoog.example.org/fullchain.pem": f"{folder}/own.crt",
        "/etc/letsencrypt/live/dialoog.example.org/privkey.pem": f"{folder}/own.key",
        "/var/log/nginx": str(folder),
    }
    for shipped, ours in changed.items():
        assert shipped in text, shipped
        text = text.replace(shipped, ours)
    return text


class Proxy:
    """nginx with https on loopback; it speaks as a `Server` does, so that people at a table can sit behind it."""

    def __init__(self, folder: Path, https_port: int, servers: list[Server]) -> None:
        self.folder = folder
        self.port = https_port
        self.http_port = free_port()
        self.servers = servers
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
             "-keyout", str(folder / "own.key"), "-out", str(folder / "own.crt")],
            check=True, capture_output=True,
        )  # fmt: skip
        self.trusts = ssl.create_default_context(cafile=str(folder / "own.crt"))
        ports = [server.port for server in servers]
        (folder / "dialoog.conf").write_text(rendered(folder, ports, self.http_port, https_port))
        user = "user root;" if folder.owner() == "root" else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def database(self) -> str:
        return self.servers[0].database

    def is_well_formed(self) -> str:
        """What `nginx -t` has to say, where it is not content."""
        tested = subprocess.run(self._command("-t"), capture_output=True, text=True, check=False)
        return "" if tested.returncode == 0 and "warn" not in tested.stderr else tested.stderr

    def starts(self) -> "Proxy":
        self._process = subprocess.Popen(self._command(), cwd=self.folder)
        eventually(self._answers, 30, "nginx's start")
        return self

    def stops(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)

    @property
    def output(self) -> str:
        """What all processes said."""
        return "".join(server.output for server in self.servers)

    def runs(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.servers[0].runs(*arguments)

    def logs(self) -> str:
        return "".join(file.read_text() for file in self.folder.glob("*.log"))

    def sets_up(self, programme: str = "90", **plan: str) -> Links:
        return self.servers[0].sets_up(programme, **plan)

    def asks(self, method: str, path: str, body: Any = None, **headers: str) -> Said:
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=PATIENCE * 2, context=self.trusts
        )
        return said_over(connection, method, path, body, headers)

    def _command(self, *more: str) -> list[str]:
        return ["/usr/sbin/nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), *more]

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.logs()
        try:
            return self.asks("GET", "/healthz").status == 200
        except OSError:
            return False


@contextmanager
def behind_nginx(folder: Path, database: str, count: int) -> Iterator[Proxy]:
    """nginx before `count` servers, each with a port of its own."""
    if not Path("/usr/sbin/nginx").exists():
        pytest.skip("no nginx (on Debian: apt install nginx-light)")
    https_port = free_port()
    settings = {
        "DIALOOG_PUBLIC_URL": f"https://127.0.0.1:{https_port}",
        "DIALOOG_DATABASE_URL": database,
        "DIALOOG_SECRET": "the-same-at-every-process",
    }
    servers = []
    for number in range(count):
        metrics = str(free_port())
        servers.append(Server(folder / f"server-{number}", DIALOOG_METRICS_PORT=metrics, **settings))
    behind = Proxy(folder / "nginx", https_port, servers)
    try:
        for server in servers:
            server.starts()
        yield behind.starts()
        assert "Traceback" not in behind.output
    finally:
        behind.stops()
        for server in servers:
            server.is_killed()
