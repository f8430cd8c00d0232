"""How the scripts install the Python libraries: by uv with what pip was configured with, and by pip where uv does not work.
And with what environment they start programs."""

import os
import subprocess
import sys
from pathlib import Path

import _environment
import pytest
from _checkout import ROOT, SetupError

LOCK = Path("requirements/runtime.txt")
CONFIG = """\
:env:.cert='/etc/ssl/own.pem'
:env:.default-timeout='180'
:env:.disable-pip-version-check='1'
global.cert='/etc/ssl/everybody.pem'
global.extra-index-url='\\nhttps://two.example/simple\\nhttps://three.example/simple'
global.find-links='/wheels /more/wheels'
global.index-url='https://one.example/simple'
install.index-url='https://name:password@own.example/simple'
install.trusted-host='own.example'
list.format='columns'
WARNING: nothing that matters
"""


def test_uv_is_told_what_pip_is_configured_with() -> None:
    assert _environment.uv_settings(CONFIG) == {
        "SSL_CERT_FILE": "/etc/ssl/own.pem",
        "UV_DEFAULT_INDEX": "https://name:password@own.example/simple",
        "UV_FIND_LINKS": "/wheels,/more/wheels",
        "UV_HTTP_TIMEOUT": "180",
        "UV_INDEX": "https://two.example/simple https://three.example/simple",
        "UV_INSECURE_HOST": "own.example",
    }


def test_without_a_configuration_uv_is_told_nothing() -> None:
    assert _environment.uv_settings("") == {}


class Programs:
    """Keeps what would be run; a command with the word `fails` in it fails."""

    def __init__(self, fails: str = "") -> None:
        self.fails = fails
        self.commands: list[list[str]] = []
        self.variables: list[dict[str, str]] = []

    def run(self, command: list[str], **variables: str) -> str:
        self.commands.append(command)
        self.variables.append(variables)
        if self.fails and self.fails in command:
            raise SetupError("it failed")
        return CONFIG if command[-2:] == ["config", "list"] else ""


@pytest.fixture
def checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    monkeypatch.setattr(_environment, "VENV", tmp_path)
    monkeypatch.setattr(_environment, "UV", tmp_path / "bin" / "uv")
    return tmp_path


def test_uv_installs_the_locks_with_their_hashes(monkeypatch: pytest.MonkeyPatch, checkout: Path) -> None:
    programs = Programs()
    monkeypatch.setattr(_environment, "run", programs.run)
    _environment.install([LOCK])
    *_, bootstrap, _, sync = programs.commands
    assert {"install", "--require-hashes", str(_environment.UV_LOCK)} <= set(bootstrap)
    assert sync[:3] == [str(checkout / "bin" / "uv"), "pip", "sync"]
    assert {"--require-hashes", str(LOCK), str(_environment.UV_LOCK)} <= set(sync)
    assert programs.variables[-1]["SSL_CERT_FILE"] == "/etc/ssl/own.pem"
    assert (checkout / "bin" / "dialoog").stat().st_mode & 0o111


@pytest.mark.parametrize("fails", ["--only-binary=:all:", "sync"])
def test_where_uv_does_not_work_pip_installs_the_same(
    monkeypatch: pytest.MonkeyPatch, checkout: Path, fails: str
) -> None:
    programs = Programs(fails)
    monkeypatch.setattr(_environment, "run", programs.run)
    _environment.install([LOCK])
    assert programs.commands[-1][-2:] == ["-r", str(LOCK)]
    assert {"pip", "install", "--require-hashes"} <= set(programs.commands[-1])


def test_what_uv_cannot_be_told_is_left_to_pip() -> None:
    """Somebody who forbids every index does not want one to be asked."""
    with pytest.raises(SetupError):
        _environment.uv_settings("global.no-index='1'\n")


def test_what_the_scripts_start_keeps_its_bytecode() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", "import sys, _checkout\nprint(_checkout.run([sys.executable, '-c', sys.argv[1]]))",
         "import sys; print(sys.dont_write_bytecode)"],
        cwd=ROOT / "scripts", env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ended.stdout.split() == ["False"]
