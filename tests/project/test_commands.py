"""The commands, as somebody types them who makes a mistake: one clear sentence, no traceback, and nothing is made."""

import sqlite3
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dialoog.cli.commands import main
from dialoog.planning.evening_programme import MEERLINDEN
from tests.serving import Server, free_port
from tests.simulator.event_loop import run_in_thread

LOOKING = ("verify", "setup-key", "worker", "new-locks --yes")
COMMANDS = ("serve", "new", "demo", "play", "verify", "worker", "setup-key", "new-locks")


def types(command: str, *more: str) -> Result:
    return CliRunner(env={"DIALOOG_FOLDER": None, "DIALOOG_DATABASE_URL": None}).invoke(
        main, [*command.split(), *more]
    )


def test_dialoog_knows_its_version_from_a_checkout_too() -> None:
    result = types("--version")
    assert (result.exit_code, len(result.output.split())) == (0, 1)


def test_every_command_says_in_a_whole_sentence_what_it_does() -> None:
    result = types("--help").output.partition("Commands:")[2]
    assert "..." not in result
    for command in COMMANDS:
        assert f"\n  {command} " in result


@pytest.mark.parametrize("command", LOOKING)
def test_looking_in_a_mistyped_folder_makes_no_installation_there(command: str, tmp_path: Path) -> None:
    result = types(command, "--data", str(tmp_path / "typo"))
    assert result.exit_code == 1
    assert result.output.startswith(f"There is no database in {tmp_path / 'typo'}.")
    assert not (tmp_path / "typo").exists()


@pytest.mark.parametrize("command", ["new", *LOOKING])
def test_a_file_that_is_no_database_is_said(command: str, tmp_path: Path) -> None:
    (tmp_path / "dialoog.sqlite3").write_text("this is a letter to the neighbourhood\n" * 40)
    result = types(command, "--data", str(tmp_path))
    assert (result.exit_code, result.output.splitlines()[-1]) == (
        1, f"{tmp_path}/dialoog.sqlite3 cannot be used: file is not a database.",
    )  # fmt: skip


def test_a_database_in_memory_would_keep_nothing_and_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for nowhere in ("sqlite://", "sqlite:///:memory:", "postgresql://a:geheim@host:port/x"):
        monkeypatch.setenv("DIALOOG_DATABASE_URL", nowhere)
        result = CliRunner().invoke(main, ["new", "--data", str(tmp_path)])
        assert result.exit_code == 1
        assert result.output.startswith("DIALOOG_DATABASE_URL is no address that Dialoog knows.")
        assert "geheim" not in result.output


def test_a_release_does_not_touch_the_tables_of_a_newer_one(tmp_path: Path) -> None:
    assert types("new", "--data", str(tmp_path)).exit_code == 0
    with sqlite3.connect(tmp_path / "dialoog.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    result = types("verify", "--data", str(tmp_path))
    assert result.exit_code == 1
    assert result.output == (
        "The tables are those of a newer release of Dialoog than this one. Install the newer one.\n"
    )


def test_a_new_dialogue_has_a_title_that_a_page_would_take(tmp_path: Path) -> None:
    for title, sentence in (("", "A dialogue needs a title."), ("x" * 81, "a title has 80 signs at most")):
        result = types("new", "--data", str(tmp_path), "--title", title)
        assert result.exit_code == 2
        assert sentence in result.output


def test_a_speed_is_more_than_nothing(tmp_path: Path) -> None:
    for command in (["demo"], ["play", __file__, "--url", "http://127.0.0.1"]):
        result = types(*command, "--speed", "0")
        assert result.exit_code == 2
        assert "not in the range x>0" in result.output


def test_an_evening_at_an_address_where_nobody_answers_stops_at_once() -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    result = run_in_thread(types, "play", str(MEERLINDEN), "--url", f"{nowhere}/in#{'x' * 22}")
    assert (result.exit_code, result.output) == (1, f"The evening stopped: nobody answers at {nowhere}\n")


def test_a_port_in_use_is_said_and_so_is_an_address_that_is_not_ours(tmp_path: Path) -> None:
    server, other = Server(tmp_path).starts(), str(tmp_path / "other")
    try:
        again = server.runs("serve", "--data", other, "--port", str(server.port))
        metrics = server.runs(
            "serve", "--data", other, "--port", str(free_port()), "--metrics-port", str(server.port)
        )
        elsewhere = server.runs("serve", "--data", other, "--host", "192.0.2.1")
    finally:
        server.is_killed()
    for result in (again, metrics):
        assert result.returncode == 1
        assert f"port {server.port}: Address already in use. Does Dialoog run already?" in result.stderr
    assert elsewhere.returncode == 1
    assert elsewhere.stderr.endswith(": Cannot assign requested address.\n")


@pytest.mark.parametrize("command", ["setup-key", "new"])
def test_a_command_waits_while_somebody_else_writes(command: str, tmp_path: Path) -> None:
    """A server that starts beside another does the same."""
    assert types("new", "--data", str(tmp_path)).exit_code == 0
    holding = sqlite3.connect(tmp_path / "dialoog.sqlite3", isolation_level=None, check_same_thread=False)
    holding.execute("BEGIN IMMEDIATE")
    lets_go = threading.Timer(0.5, holding.execute, ("ROLLBACK",))
    lets_go.start()
    result = types(command, "--data", str(tmp_path))
    lets_go.join()
    holding.close()
    assert (result.exit_code, result.exception) == (0, None), result.output
