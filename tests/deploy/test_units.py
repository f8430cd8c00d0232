"""What docs/deploy names is there: the commands of the units, the settings, the two units alike."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialoog.cli.commands import main
from dialoog.settings import Settings

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
UNITS = ("dialoog.service", "dialoog@.service")


@pytest.mark.parametrize("unit", UNITS)
def test_the_command_of_the_unit_is_one_that_dialoog_knows(unit: str) -> None:
    [command] = re.findall(r"^ExecStart=\S*/dialoog (.*)$", (DEPLOY / unit).read_text(), re.MULTILINE)
    told = CliRunner().invoke(main, [*command.replace("%i", "8001").split(), "--help"])
    assert told.exit_code == 0, told.output


def test_commands_are_run_with_the_account_folder_and_settings_of_the_service() -> None:
    told = (DEPLOY / "dialoog.sh").read_text()
    subprocess.run(["sh", "-n", DEPLOY / "dialoog.sh"], check=True)
    unit = (DEPLOY / UNITS[0]).read_text().splitlines()
    for name in ("DynamicUser", "User", "UMask", "StateDirectory", "StateDirectoryMode", "EnvironmentFile"):
        [line] = [line for line in unit if line.startswith(f"{name}=")]
        assert f"--property={line}" in told.split()
    [folder] = re.findall(r"^Environment=(DIALOOG_FOLDER=\S+)", "\n".join(unit), re.MULTILINE)
    assert f"--setenv={folder}" in told.split()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd")
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_knows_every_line_of_the_unit(unit: str, tmp_path: Path) -> None:
    """With a program that is there; one word that systemd does not know is a warning, so nothing may be said."""
    laid = tmp_path / unit.replace("@", "@8000")
    laid.write_text((DEPLOY / unit).read_text().replace("/opt/dialoog/venv/bin/dialoog", sys.executable))
    said = subprocess.run(["systemd-analyze", "verify", laid], capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")


def test_a_service_that_finds_no_database_is_started_again_for_as_long_as_it_takes() -> None:
    for unit in UNITS:
        text = (DEPLOY / unit).read_text()
        assert "\nRestart=always\n" in text
        assert "\nStartLimitIntervalSec=0\n" in text.partition("[Service]")[0]


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
