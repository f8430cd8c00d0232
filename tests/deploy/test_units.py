"""What docs/deploy names is there: the commands of the units, the settings, the two units alike."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialoog.cli import main
from dialoog.settings import Settings

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
UNITS = ("dialoog.service", "dialoog@.service")


@pytest.mark.parametrize("unit", UNITS)
def test_the_command_of_the_unit_is_one_that_dialoog_knows(unit: str) -> None:
    [command] = re.findall(r"^ExecStart=\S*/dialoog (.*)$", (DEPLOY / unit).read_text(), re.MULTILINE)
    told = CliRunner().invoke(main, [*command.replace("%i", "8001").split(), "--help"])
    assert told.exit_code == 0, told.output


def test_the_units_differ_in_name_and_port_alone() -> None:
    one, each = ((DEPLOY / unit).read_text().splitlines() for unit in UNITS)
    different = [other for line, other in zip(one, each, strict=True) if line != other]
    assert [line.split("=")[0] for line in different if not line.startswith("#")] == [
        "Description", "ExecStart",
    ]  # fmt: skip


def test_the_settings_that_are_explained_exist() -> None:
    text = "".join(file.read_text() for file in DEPLOY.iterdir())
    named = set(re.findall(r"DIALOOG_([A-Z_]+)", text)) - {"PROCESSES"}
    assert named
    assert named <= {name.upper() for name in Settings.__struct_fields__}


def test_as_many_processes_as_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DIALOOG_PROCESSES", "2")
    told = CliRunner().invoke(main, ["serve", "--data", str(tmp_path)])
    assert told.exit_code == 1
    assert "Several processes need PostgreSQL" in told.output
