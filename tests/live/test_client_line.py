"""The line of a client comes back by itself, whatever the network did in between (wire.ts, run by node)."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "dialoog" / "frontend"


def told_to(answers: str, seconds: int) -> Any:
    """What a client was told when its requests for a ticket are answered so; 0: no network."""
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules" / "esbuild").exists():
        pytest.skip("no node, or the front end's packages are not there (scripts/test fetches them)")
    script = Path(__file__).with_name("client_line.mjs")
    ran = subprocess.run(
        [node, str(script), str(FRONTEND), answers, str(seconds)],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return json.loads(ran.stdout)


def test_R6_without_a_network_a_client_goes_on_asking() -> None:
    assert told_to("0,0,0,200", 30)["asked"] >= 4


@pytest.mark.parametrize(("status", "reason"), [(403, "removed"), (401, "ended")])
def test_R6_who_was_let_go_is_let_in_again_also_after_a_lost_network(status: int, reason: str) -> None:
    told = told_to(f"{status},0,{status},0,200", 90)
    assert told["asked"] >= 5
    assert told["gone"][0] == reason
    assert told["gone"][-1] is None
