"""One server process for the tests that leave it whole; those that kill or starve one start their own."""

from collections.abc import Iterator

import pytest

from tests.people import Table, a_table
from tests.serving import Server, a_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with a_server(tmp_path_factory.mktemp("server")) as running:
        yield running
        assert "Traceback" not in running.output, running.output


@pytest.fixture
def table(server: Server) -> Iterator[Table]:
    with a_table(server) as laid:
        yield laid
