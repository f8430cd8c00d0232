"""What stands in a hall with many phones: PostgreSQL, two processes, nginx before them. One of each for all tests here."""

from collections.abc import Iterator

import pytest

from tests.deploy.proxy import Proxy, behind_nginx
from tests.people import Table, a_table
from tests.postgres import Postgres, a_postgres, programs


@pytest.fixture(scope="session")
def own_postgres() -> Iterator[Postgres]:
    """One that may be killed."""
    if programs() is None:
        pytest.skip("no PostgreSQL (on Debian: apt install postgresql)")
    with a_postgres() as ours:
        yield ours


@pytest.fixture(scope="session")
def proxy(own_postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Two processes, each with a port of its own."""
    folder = tmp_path_factory.mktemp("deploy")
    with behind_nginx(folder, own_postgres.database(), 2) as proxy:
        yield proxy


@pytest.fixture
def table(proxy: Proxy) -> Iterator[Table]:
    with a_table(proxy) as table:  # type: ignore[arg-type]
        yield table
