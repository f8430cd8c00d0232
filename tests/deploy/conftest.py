"""What stands in a hall with many phones: PostgreSQL, two processes, nginx before them. One of each for all tests here."""

from collections.abc import Iterator
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


@pytest.fixture(scope="session")
def proxy(own_postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    if not Path("/usr/sbin/nginx").exists():
        pytest.skip("no nginx (on Debian: apt install nginx-light)")
    folder, https_port = tmp_path_factory.mktemp("deploy"), free_port()
    told = {
        "DIALOOG_PUBLIC_URL": f"https://127.0.0.1:{https_port}",
        "DIALOOG_DATABASE_URL": own_postgres.database(),
        "DIALOOG_SECRET": "the-same-at-every-process",
    }
    servers = [
        Server(folder / name, DIALOOG_METRICS_PORT=str(free_port()), **told) for name in ("one", "other")
    ]
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


@pytest.fixture
def table(proxy: Proxy) -> Iterator[Table]:
    with a_table(proxy) as laid:  # type: ignore[arg-type]
        yield laid
