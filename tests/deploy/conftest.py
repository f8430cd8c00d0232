"""What stands in a hall with many phones: PostgreSQL, two processes, nginx before them. One of each for all tests here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.deploy.proxy import Proxy
from tests.people import Table, a_table
from tests.postgres import Postgres, a_postgres, programs
from tests.serving import Server, free_port


@pytest.fixture(scope="session")
def own_postgres() -> Iterator[Postgres]:
    """One that may be killed."""
    if programs() is None:
        pytest.skip("no PostgreSQL (on Debian: apt install postgresql)")
    with a_postgres() as ours:
        yield ours


@contextmanager
def behind_nginx(folder: Path, database: str, told: tuple[tuple[str, ...], ...]) -> Iterator[Proxy]:
    """nginx before as many servers as `told` says, each with what it is told besides its port."""
    if not Path("/usr/sbin/nginx").exists():
        pytest.skip("no nginx (on Debian: apt install nginx-light)")
    https_port = free_port()
    settings = {
        "DIALOOG_PUBLIC_URL": f"https://127.0.0.1:{https_port}",
        "DIALOOG_DATABASE_URL": database,
        "DIALOOG_SECRET": "the-same-at-every-process",
    }
    servers = []
    for number, more in enumerate(told):
        metrics = str(free_port())
        servers.append(Server(folder / f"server-{number}", DIALOOG_METRICS_PORT=metrics, **settings))
        servers[-1].told = more
    behind = Proxy(folder / "nginx", https_port, servers)
    try:
        for server in servers:
            server.starts()
        yield behind.starts()
        assert "Traceback" not in "".join(server.output for server in servers)
    finally:
        behind.stops()
        for server in servers:
            server.is_killed()


@pytest.fixture(scope="session")
def proxy(own_postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Two processes, each with a port of its own."""
    folder = tmp_path_factory.mktemp("deploy")
    with behind_nginx(folder, own_postgres.database(), ((), ())) as proxy:
        yield proxy


@pytest.fixture
def one_port(own_postgres: Postgres, tmp_path: Path) -> Iterator[Proxy]:
    """Two processes that share a port."""
    with behind_nginx(tmp_path, own_postgres.database(), (("--processes", "2"),)) as proxy:
        yield proxy


@pytest.fixture
def table(proxy: Proxy) -> Iterator[Table]:
    with a_table(proxy) as laid:  # type: ignore[arg-type]
        yield laid
