"""What a history says of itself: who was never answered, and the figures at the end of a run."""

from pathlib import Path

from tests.reliability.history import History


def a_history(folder: Path) -> History:
    """One that was kept, one that was sent twice and refused, one that was told `later` and nothing since."""
    history = History("R0", 7, folder)
    for id, what, answer in (
        ("kept", "ok", "ok"),
        ("refused", "unknown", ""),
        ("refused", "fail", "refused"),
        ("waits", "unknown", "later"),
    ):
        of = history.notes("invoke", client="phone", socket=1, dialogue="D", id=id, kind="write")
        history.notes(what, of=of, answer=answer)  # type: ignore[arg-type]
    history.says("kill -9")
    history.is_over()
    return history


def test_a_command_that_nobody_answered_is_named(tmp_path: Path) -> None:
    assert a_history(tmp_path).unanswered() == {("D", "waits")}


def test_the_figures_are_one_line(tmp_path: Path) -> None:
    assert a_history(tmp_path).figures() == (
        "3 commands in 4 sendings over 1 sockets, 1 acknowledged, 1 late or refused, 1 unanswered; 1 x kill -9"
    )


def test_seed_and_file_are_told(tmp_path: Path) -> None:
    history = a_history(tmp_path)
    assert str(history) == f"seed 7, history {history.path}"
    assert history.path.read_bytes().count(b"\n") == 9
