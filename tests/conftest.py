"""What every test may rely on: Debian's Chromium for Playwright, started so that it asks the network for nothing."""

import os
import shutil
from typing import Any

import pytest

QUIET = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium here (on Debian: apt install chromium)")
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*QUIET, *as_root]}
