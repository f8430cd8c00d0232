"""What stood before a migration and must stand after it: a closed evening with its record, and every way in to an open one."""

from typing import Any

from dialoog.db.engine import transaction
from dialoog.jobs import outbox
from tests.people import Table
from tests.records.published import fill_decisions
from tests.reliability import releases
from tests.reliability.hall import Seated
from tests.reliability.phones import Phone, Place
from tests.serving import Server


class Beside:
    """A dialogue that was closed before, with a record, and the key that reads it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.key = {"Cookie": f"dialoog-setup={server.setup_key}"}
        table = Table(server, server.sets_up("check-in"))
        els, fatma = table.facilitator(), table.seats("Fatma")
        word = fatma.writes("Net voor het donker.", ticked=True, keep="named")
        fatma.does("translate_words", word=word, lang="en", text="Just before dark.")
        els.does("close_dialogue", reason="time")
        table.ends()
        self.address = f"/verslagen/{table.id}.json"
        self.record = self._read()
        self._writes_what_waits(table.id)
        assert "Net voor het donker." in self.record

    def _read(self) -> str:
        read = self.server.asks("GET", self.address, **self.key)
        assert read.status == 200
        return read.text

    def _writes_what_waits(self, dialogue: str) -> None:
        """A mail as to somebody who was invited, without a mail server; what an organiser decided about the record; and its index."""
        with releases.looking(self.server.database) as engine, transaction(engine) as connection:
            outbox.write(
                connection, kind="invitation", recipient="fatma@linde.example", subject="Uitnodiging", body="Kom je?",
                organisation=None, cause="evening", now=0,
            )  # fmt: skip
            fill_decisions(connection, dialogue)

    def reads_as_before(self) -> bool:
        return self._read() == self.record


class Doors:
    """Every way in to a dialogue: links that open, one that was ended, and a laptop that opened the console's."""

    def __init__(self, table: Seated) -> None:
        self.table = table
        self.server = table.hall.server
        links = table.table.links
        self.opens = [links.console, links.screen, links.join]
        self.ended: list[str] = []
        opened = self._asked(links.console)
        self.laptop = Place(table.id, "facilitator", opened.token("facilitator"))
        assert self.laptop.token != secret_of(links.console)
        self.server.asks("GET", "/d/2222222")
        self.server.asks(
            "POST", "/live/ticket", {"desk": "screen"}, Authorization=f"Bearer {secret_of(links.screen)}"
        )

    async def are_changed_by(self, console: Phone) -> None:
        """A scribe's link is made and ended, and another takes its place."""
        answer = await console.sends("hand_over", desk="scribe")
        await console.sends("end_links", desk="scribe")
        self.ended.append(answer["link"])
        answer = await console.sends("hand_over", desk="scribe")
        self.opens.append(answer["link"])

    def open_as_before(self) -> bool:
        found = [self._asked(link).status for link in (*self.opens, *self.ended)]
        assert found == [200] * len(self.opens) + [401] * len(self.ended)
        return True

    def _asked(self, link: str) -> Any:
        return self.server.asks("POST", "/in", {"token": secret_of(link)})


def secret_of(link: str) -> str:
    return link.partition("#")[2]
