"""The threat model says what is so: the tests it names are there, its numbers are the program's, no table is left out."""

import importlib
import re
from pathlib import Path
from typing import Any

import pytest

from dialoog.accounts import models as _tokens  # noqa: F401 - its tables
from dialoog.db.engine import Base
from dialoog.jobs import models as _jobs  # noqa: F401
from dialoog.live import models as _live  # noqa: F401
from dialoog.live.transport import shared_rate_limits as _shared  # noqa: F401
from dialoog.records import models as _record  # noqa: F401
from tests.project.named_tests import NAMED, missing

PAGE = (Path(__file__).parents[2] / "docs" / "threat-model.md").read_text("utf-8")
NUMBERS = re.findall(r"^\| [^|]+ \| ([\d, ]+) \| `([\w.]+):([\w.,]+)` \|$", PAGE, re.MULTILINE)
ATTACKERS = re.findall(r"^### (.+)$", PAGE, re.MULTILINE)


def section(title: str) -> str:
    return PAGE.split(f"\n{title}\n")[1].split("\n#")[0]


def value(module: str, names: str) -> list[int]:
    """What the program says: a number, a pair, or how many signs there are."""
    numbers: list[int] = []
    for name in names.split(","):
        known: Any = importlib.import_module(module)
        for part in name.split("."):
            known = known[part] if isinstance(known, dict) else getattr(known, part)
        if isinstance(known, tuple):
            numbers += [int(one) for one in known]
        else:
            numbers.append(len(known) if isinstance(known, str) else int(known))
    return numbers


def test_every_test_that_the_threat_model_names_is_there() -> None:
    assert len(NAMED.findall(PAGE)) > 40
    assert missing(PAGE) == []


def test_a_name_that_is_no_test_would_be_found() -> None:
    assert missing("[`tests/websocket/test_invalid_clients.py::test_nobody_wrote_this`]") != []
    assert missing("[`tests/project/test_nothing.py`]") != []


@pytest.mark.parametrize(("numbers", "module", "names"), NUMBERS, ids=[names for _, _, names in NUMBERS])
def test_its_numbers_are_those_of_the_program(numbers: str, module: str, names: str) -> None:
    assert [int(one) for one in numbers.split(",")] == value(module, names)


def test_all_its_numbers_were_read() -> None:
    rows = [line for line in section("## Numbers").splitlines() if line.startswith("| ")]
    assert len(NUMBERS) == len(rows) - 1
    assert len(NUMBERS) > 12


def test_every_table_of_the_database_is_told_with_who_sees_it_and_until_when() -> None:
    text = section("## What is kept, and how it is protected")
    assert [name for name in Base.metadata.tables if f"`{name}`" not in text] == []


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_of_every_attacker_it_says_what_limits_them_or_what_to_do(attacker: str) -> None:
    text = section(f"### {attacker}")
    assert re.search(r"Limits:|Do:|until there are accounts|must be trusted|verify", text)
