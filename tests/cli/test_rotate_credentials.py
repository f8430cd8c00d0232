"""After a theft: what opened anything opens nothing any more, and the evening goes on with new links."""

import re
from pathlib import Path

from tests.people import a_table
from tests.serving import a_server


def test_after_new_locks_the_old_links_open_nothing_and_the_new_console_leads_on(tmp_path: Path) -> None:
    with a_server(tmp_path) as server, a_table(server, title="Avond in de Linde") as table:
        fatma = table.seats("Fatma")
        word = fatma.writes("Een kanarie zingt", "introduction")
        before = (tmp_path / "secret").read_text()
        table.ends()
        server.stops()
        output = server.runs("new-locks", "--yes").stdout
        assert (tmp_path / "secret").read_text() != before
        server.starts()
        for link in (table.links.console, table.links.screen, table.links.join):
            assert server.asks("POST", "/in", {"token": link.partition("#")[2]}).status == 401
        held = {"Authorization": f"Bearer {fatma.token}"}
        assert server.asks("GET", "/live/documents?as=seat", **held).status == 401
        assert server.asks("GET", "/verslagen", Cookie=f"dialoog-setup={server.setup_key}").status == 302
        [(title, console)] = re.findall(r"^(.+): \S+/in#(\S+)$", output, re.MULTILINE)
        assert title == "Avond in de Linde"
        again = {"Authorization": f"Bearer {console}"}
        response = server.asks("GET", f"/live/words?as=facilitator&ids={word}.1", **again)
        assert response.json["words"][f"{word}.1"]["text"] == "Een kanarie zingt"
        assert server.runs("verify").returncode == 0


def test_a_secret_from_the_environment_is_changed_there_first(tmp_path: Path) -> None:
    with a_server(tmp_path, DIALOOG_SECRET="s" * 32) as server:
        links = server.sets_up()
        server.stops()
        refused = server.runs("new-locks", "--yes")
        assert refused.returncode != 0
        assert "--secret-is-new" in refused.stderr
        assert server.starts().asks("POST", "/in", {"token": links.console.partition("#")[2]}).status == 200
        server.stops()
        server.environment["DIALOOG_SECRET"] = "t" * 32
        assert server.runs("new-locks", "--yes", "--secret-is-new").returncode == 0
        assert server.starts().asks("POST", "/in", {"token": links.console.partition("#")[2]}).status == 401
        assert not (tmp_path / "secret").exists()


def test_a_backup_put_back_opens_what_was_ended_since_until_new_locks(tmp_path: Path) -> None:
    """What docs/deploy says of putting a backup back: nobody may believe that a stolen link stays ended."""
    with a_server(tmp_path) as server:
        stolen = {"token": server.sets_up().console.partition("#")[2]}
        server.stops()
        backup = (tmp_path / "dialoog.sqlite3").read_bytes()
        assert server.runs("new-locks", "--yes").returncode == 0
        assert server.starts().asks("POST", "/in", stolen).status == 401
        server.stops()
        (tmp_path / "dialoog.sqlite3").write_bytes(backup)
        for beside in ("dialoog.sqlite3-wal", "dialoog.sqlite3-shm"):
            (tmp_path / beside).unlink(missing_ok=True)
        assert server.starts().asks("POST", "/in", stolen).status == 200
        server.stops()
        assert server.runs("new-locks", "--yes").returncode == 0
        assert server.starts().asks("POST", "/in", stolen).status == 401
