"""What docs/deploy names is there: the commands of the units, the settings, the two units alike but for what makes several of one."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dialoog.cli.commands import main
from dialoog.settings import Settings

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
UNITS = ("dialoog.service", "dialoog@.service")
WORKER = "dialoog-worker.service"
BACKUP = "dialoog-backup.service"


@pytest.mark.parametrize("unit", UNITS)
def test_the_command_of_the_unit_is_one_that_dialoog_knows(unit: str) -> None:
    [command] = re.findall(r"^ExecStart=\S*/dialoog (.*)$", (DEPLOY / unit).read_text(), re.MULTILINE)
    name, *options = command.replace("%i", "8001").split()
    parsed = main.commands[name].make_context(name, options)
    ports = {"port": 8001, "metrics_port": 18001} if "@" in unit else {"port": None, "metrics_port": None}
    assert ports.items() <= parsed.params.items()


def test_the_timer_starts_a_backup_in_a_folder_of_the_service_and_says_for_how_long() -> None:
    text = (DEPLOY / BACKUP).read_text()
    [command] = re.findall(r"^ExecStart=\S*/dialoog backup (.*)$", text, re.MULTILINE)
    parsed = main.commands["backup"].make_context("backup", command.split()).params
    assert (str(parsed["target"]), parsed["keep"]) == ("/var/lib/dialoog-backups", 30)
    assert "\nStateDirectory=dialoog dialoog-backups\n" in text
    assert "--property=StateDirectory=dialoog-backups" in (DEPLOY / "dialoog.sh").read_text().split()
    assert "\nOnCalendar=" in (DEPLOY / BACKUP.replace(".service", ".timer")).read_text()


def test_commands_are_run_with_the_account_folder_and_settings_of_the_service() -> None:
    script = (DEPLOY / "dialoog.sh").read_text()
    subprocess.run(["sh", "-n", DEPLOY / "dialoog.sh"], check=True)
    unit = (DEPLOY / UNITS[0]).read_text().splitlines()
    for name in ("DynamicUser", "User", "UMask", "StateDirectory", "StateDirectoryMode", "EnvironmentFile"):
        [line] = [line for line in unit if line.startswith(f"{name}=")]
        assert f"--property={line}" in script.split()
    [folder] = re.findall(r"^Environment=(DIALOOG_FOLDER=\S+)", "\n".join(unit), re.MULTILINE)
    assert f"--setenv={folder}" in script.split()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd")
@pytest.mark.parametrize("unit", [*UNITS, WORKER, BACKUP])
def test_systemd_knows_every_line_of_the_unit(unit: str, tmp_path: Path) -> None:
    """With a program that is there; one word that systemd does not know is a warning, so nothing may be said."""
    laid = tmp_path / unit.replace("@", "@8000")
    laid.write_text((DEPLOY / unit).read_text().replace("/opt/dialoog/venv/bin/dialoog", sys.executable))
    said = subprocess.run(["systemd-analyze", "verify", laid], capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")


def test_a_service_that_finds_no_database_is_started_again_for_as_long_as_it_takes() -> None:
    for unit in (*UNITS, WORKER):
        text = (DEPLOY / unit).read_text()
        assert "\nRestart=always\n" in text
        assert "\nStartLimitIntervalSec=0\n" in text.partition("[Service]")[0]


@pytest.mark.parametrize("unit", UNITS)
def test_a_service_that_hangs_is_ended_without_a_core_file_and_started_again(unit: str) -> None:
    lines = (DEPLOY / unit).read_text().splitlines()
    assert {
        "Type=notify",
        "WatchdogSec=30",
        "WatchdogSignal=SIGKILL",
        "LimitCORE=0",
        "Restart=always",
    } <= set(lines)


def test_the_units_differ_in_name_port_and_database_alone() -> None:
    one, each = (
        [line for line in (DEPLOY / unit).read_text().splitlines() if not line.startswith("#")]
        for unit in UNITS
    )
    assert [line.split("=")[0] for line in each if line not in one] == [
        "Description",
        "ExecCondition",
        "ExecStart",
    ]
    assert [line.split("=")[0] for line in one if line not in each] == ["Description", "ExecStart"]


def test_the_worker_is_a_service_like_the_others_that_serves_nobody() -> None:
    one, worker = (
        [line for line in (DEPLOY / unit).read_text().splitlines() if not line.startswith("#")]
        for unit in (UNITS[0], WORKER)
    )
    assert [line for line in worker if line not in one] == [
        "Description=Dialoog's worker",
        "Type=exec",
        "ExecStart=/opt/dialoog/venv/bin/dialoog worker",
    ]
    assert {line.split("=")[0] for line in one if line not in worker} == {
        "Description",
        "ExecStart",
        "TimeoutStartSec",
        "Type",
        "WatchdogSec",
        "WatchdogSignal",
    }
    assert main.commands["worker"].make_context("worker", []).params["beside"] is False


@pytest.mark.parametrize(
    ("address", "starts"),
    [("postgresql://a:b@127.0.0.1/d", True), ("postgresql+psycopg2://a:b@h/d", True), ("", False),
     ("sqlite:////var/lib/dialoog/d.sqlite3", False)],
)  # fmt: skip
def test_several_processes_start_on_postgresql_alone(address: str, starts: bool) -> None:
    [condition] = re.findall(r"^ExecCondition=(.*)$", (DEPLOY / UNITS[1]).read_text(), re.MULTILINE)
    command = [part.replace("$$", "$") for part in shlex.split(condition)]
    ended = subprocess.run(
        command, env={"DIALOOG_DATABASE_URL": address}, capture_output=True, text=True, check=False
    )
    assert (ended.returncode == 0) == starts
    assert ("Several processes need PostgreSQL" in ended.stdout) != starts


def test_nginx_has_a_line_for_the_port_of_each_unit() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text()
    ports = re.findall(r"^    (?:# )?server 127\.0\.0\.1:(\d+) ", nginx, re.MULTILINE)
    enabled = re.findall(r"systemctl enable --now (dialoog@.*)", (DEPLOY / UNITS[1]).read_text())
    assert enabled == [" ".join(f"dialoog@{port}" for port in ports)]
    assert f"    server 127.0.0.1:{Settings().port} " in nginx


def test_the_settings_that_are_explained_exist() -> None:
    text = "".join(file.read_text() for file in DEPLOY.iterdir())
    named = set(re.findall(r"DIALOOG_([A-Z_]+)", text))
    assert named
    assert named <= {name.upper() for name in Settings.__struct_fields__}
