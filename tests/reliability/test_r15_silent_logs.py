"""R15: a log line, error page or metric never holds words, names, codes, tokens or a full address, whatever goes wrong.

Every page, command and question to the database is made to fail with an error that tells all it knows (`breaking`), for
requests that are full of canaries; then everything that the server wrote, answered or counted is searched for them, in every
guise in which they could stand there.
"""

import base64
import http.client
import json
import re
import tempfile
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode

import pytest
from socketio.exceptions import ConnectionError as NotLetIn

from dialoog.accounts.tokens import hash_of
from dialoog.app import create_app
from dialoog.settings import from_environment
from tests.commands import in_threads
from tests.people import a_table
from tests.reliability import runs
from tests.serving import Server, free_port

FROM = "127.0.0.83"
"""Where the requests of these tests come from."""


class Canaries:
    """What must be found nowhere, each with a name for who reads that it was."""

    def __init__(self, seed: int) -> None:
        mark = f"{seed:06}"
        self.output = {
            "words": f"kanariewoord{mark} “geheim” é🕊 <b>",
            "a name": f"Fatmakanarie{mark}",
            "an address": FROM,
            "what was typed": f"getikt{mark}kanarie",
        }

    def adds(self, name: str, *secret: str) -> None:
        self.output |= {f"{name} {n}": one for n, one in enumerate(secret) if one}

    def found_in(self, output: bytes) -> set[str]:
        flat = output.lower()
        return {
            name for name, secret in self.output.items() for guise in guises(secret) if guise.lower() in flat
        }


def guises(secret: str) -> set[bytes]:
    """As it is, as JSON, repr, an address or base64 would have it, in UTF-16, as a hash of a token; whole or its heart."""
    heart = re.search(r"[\w.-]{8,}", secret)
    plain = {secret, heart[0] if heart else secret}
    output = {one.encode() for one in plain}
    for one in plain:
        output |= {
            json.dumps(one)[1:-1].encode(),
            repr(one)[1:-1].encode(),
            quote(one).encode(),
            quote_plus(one).encode(),
        }
        output |= {one.encode("utf-16-le"), one.encode().hex().encode(), hash_of(one).hex().encode()}
        output |= {base64.b64encode(bytes(shift) + one.encode())[4:-4] for shift in (0, 1, 2) if len(one) > 9}
    return output


def asks(server: Server, method: str, path: str, body: str, content: str, cookies: str, token: str) -> bytes:
    """One request with canaries wherever there is place; everything that came back with an error."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20, source_address=(FROM, 0))
    headers = {
        "Content-Type": content,
        "Cookie": cookies,
        "Authorization": f"Bearer {token}",
        "Referer": path,
    }
    try:
        line.request(method, path, body.encode(), {k: quote(v, safe="/; =&?:") for k, v in headers.items()})
        answer = line.getresponse()
        output = str(answer.getheaders()).encode() + answer.read()
        return output if answer.status >= 400 else b""
    finally:
        line.close()


def routes(canaries: Canaries) -> list[tuple[str, str]]:
    """(method, path) of every page there is, canaries in its places."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(in_threads(from_environment({}, folder=folder)))
        rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
        app.extensions["dialoog.engine"].dispose()
    typed = quote(canaries.output["what was typed"])
    return [
        (method, re.sub(r"<[^>]+>", typed, rule.rule) + f"?{urlencode({'q': canaries.output['words']})}")
        for rule in rules
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


@pytest.mark.parametrize("where", ["commands", "decisions", "database", "pages", "sockets"])
def test_R15_nothing_that_somebody_said_or_holds_is_told_of_a_fault(
    tmp_path: Path, seed: int, where: str
) -> None:
    canaries = Canaries(seed)
    port = free_port()
    server = Server(tmp_path, DIALOOG_METRICS_PORT=str(port), PYTHONPATH=str(Path(__file__).parents[2]))
    server.program = ("tests.reliability.breaking", where)
    server.starts()
    try:
        with a_table(server, title=canaries.output["words"], facilitator=canaries.output["a name"]) as table:
            fatma, els = table.seats(canaries.output["a name"]), table.facilitator()
            fatma.writes(canaries.output["words"], "introduction")
            links = (table.links.console, table.links.screen, table.links.join)
            canaries.adds("a token", fatma.token, els.token, *(link.partition("#")[2] for link in links))
            canaries.adds("a code", table.code)
            canaries.adds("a key", server.setup_key)
            started = len(server.said.read_bytes())
            (tmp_path / "armed").touch()
            output = b""
            cookies = f"dialoog-seat={fatma.token}; dialoog-facilitator={els.token}"
            form = urlencode(
                {"name": canaries.output["a name"], "text": canaries.output["words"], "key": server.setup_key}
            )
            for method, path in routes(canaries):
                for body, content in (
                    (form, "application/x-www-form-urlencoded"),
                    (json.dumps(canaries.output), "application/json"),
                ):
                    output += asks(server, method, path, body, content, cookies, fatma.token)
            for _ in range(3):
                output += json.dumps(
                    fatma.sends("write", text=canaries.output["words"], word_kind="introduction")
                ).encode()
                output += json.dumps(els.sends("take_seat", name=canaries.output["a name"])).encode()
                output += fatma.sends_over_http(
                    "write", text=canaries.output["words"], word_kind="dream"
                ).body
            (tmp_path / "armed").unlink()
            ticket = fatma.ticket()
            (tmp_path / "armed").touch()
            canaries.adds("a ticket", ticket)
            fatma.disappears()
            with suppress(NotLetIn, AssertionError):
                fatma.connects(ticket=ticket)
            (tmp_path / "armed").unlink()
            els.does("theme_screen", theme="dark")
        counted = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read()
        said = server.said.read_bytes()[started:]
    finally:
        server.is_killed()
    assert said, "nothing went wrong: the test proves nothing"
    assert b"Traceback" not in said
    runs.tells(
        f"R15 {where}: seed {seed}, {len(said.splitlines())} lines, {len(output)} bytes answered, {len(counted)} counted"
    )
    assert canaries.found_in(said) == set()
    assert canaries.found_in(counted) == set()
    if where in ("pages", "database"):  # elsewhere pages show what they are there to show
        at = output.find(b"kanarie")
        assert canaries.found_in(output) == set(), output[max(0, at - 300) : at + 60]
