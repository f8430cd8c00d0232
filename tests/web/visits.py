"""Visits the pages as a browser without scripts does, with the cookies that pages set.

`with running_app(folder) as app` is an installation of its own; `Visitor(app)` opens pages in it, fills in forms and
keeps their cookies. Of the templates it knows only the names of form fields.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from flask import Flask
from werkzeug.test import TestResponse

from dialoog.accounts import tokens
from dialoog.accounts.tokens import Purpose
from dialoog.app import create_app
from dialoog.db.engine import read_transaction, transaction
from dialoog.settings import Settings
from dialoog.web.cookies import own_prefix
from tests import migrated
from tests.commands import in_threads

KEY = "sleutel-voor-de-proef"


@contextmanager
def running_app(
    folder: Path, port: int = 8000, public_url: str = "", secret: str = "s" * 32, **others: str
) -> Iterator[Flask]:
    """An installation with its writer at work, so that people can sit down; `others` are more of its settings."""
    migrated.copy_into(folder)
    app = create_app(
        in_threads(Settings(folder=str(folder), port=port, public_url=public_url, secret=secret, **others))
    )
    engine = app.extensions["dialoog.engine"]
    with transaction(engine) as connection:
        tokens.store(connection, KEY, "setup")
    runtime = app.extensions["dialoog"]
    runtime.start(runtime.writer.run)
    try:
        yield app
    finally:
        runtime.writer.stop()
        engine.dispose()


def cookie(app: Flask, purpose: str) -> str:
    """The name of a cookie of this installation, by plain http."""
    return f"{own_prefix(app.secret_key, https=False)}-{purpose}"  # type: ignore[arg-type]


class Visitor:
    def __init__(self, app: Flask, lang: str = "nl") -> None:
        self.app = app
        self.browser = app.test_client()
        self.browser.set_cookie("lang", lang)

    def opens(self, address: str) -> TestResponse:
        return self.browser.get(address)

    def sends(self, address: str, **fields: str) -> TestResponse:
        """Fills in the form that is on this page: with its hidden and preselected values."""
        page = self.browser.get(address).text
        hidden = re.findall(r"<input [^>]*type=\"hidden\"[^>]*>", page)
        values = {attribute(field, "name"): attribute(field, "value") for field in hidden}
        for select, options in re.findall(r"(<select [^>]*>)(.*?)</select>", page, flags=re.DOTALL):
            option = re.search(r"<option [^>]*selected[^>]*>", options) or re.search(
                r"<option [^>]*>", options
            )
            values[attribute(select, "name")] = attribute(option[0], "value") if option else ""
        return self.browser.post(address, data={**values, **fields})

    def takes(self, dialogue: str, extension: str) -> TestResponse:
        """A record as a file, by the button on its page; without a page where nobody lets this browser read it."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.opens(f"/verslagen/{dialogue}").text)
        fields = {"csrf_token": token[1] if token else "", "format": extension}
        return self.browser.post(f"/verslagen/{dialogue}/bestand", data=fields)

    def makes(self, **plan: str) -> TestResponse:
        """Makes a dialogue; the page with its links."""
        made = self.sends("/nieuw", **{"template": "90", **plan})
        assert made.status_code == 303, words_of(made)
        return self.opens(made.location)

    def holds(self, purpose: Purpose, dialogue: str | None = None, token: str | None = None) -> "Visitor":
        """Gives this browser a link's token, as `/in` does."""
        if token is None:
            with transaction(self.app.extensions["dialoog.engine"]) as connection:
                token = tokens.create(connection, purpose, dialogue)
        if dialogue is None:
            with read_transaction(self.app.extensions["dialoog.engine"]) as connection:
                identity = tokens.find(connection, token)
            dialogue = identity.dialogue if identity else "nergens"
        name = cookie(self.app, purpose if purpose == "setup" else f"{purpose}-{dialogue}")
        self.browser.set_cookie(name, token)
        return self

    def token(self, desk: str) -> str:
        """What the cookie of this desk holds in this browser, which has one table."""
        [token] = [one.value for one in self.browser._cookies.values() if f"-{desk}-" in one.key]
        return token

    def leaves_its_seats(self) -> None:
        for one in list(self.browser._cookies.values()):
            if "-seat-" in one.key:
                self.browser.delete_cookie(one.key)

    def sets_a_table(self, **plan: str) -> dict[str, str]:
        """Makes a dialogue; gives its links and code."""
        page = self.makes(**{"key": KEY, "title": "Wijkdialoog Meerlinden", **plan}).text
        links = dict(
            zip(("console", "screen"), re.findall(r"https?://[^\"<]*/in#[\w-]+", page)[::2], strict=False)
        )
        [code] = re.findall(r"class=\"bigcode\"[^>]*>([^<]+)<", page)
        return {**links, "code": code.replace(" ", "")}


def begin(somebody: Visitor, table: dict[str, str]) -> None:
    """Somebody sits down and the facilitator opens the first round, so that who comes now is late."""
    somebody.sends(f"/d/{table['code']}", name="Fatma")
    console = {"Authorization": f"Bearer {table['console'].partition('#')[2]}"}
    documents = somebody.browser.get("/live/documents", headers=console).json["documents"]
    sections = {name: section for push in documents for name, section in push["sections"].items()}
    seats, step = [person["seat"] for person in sections["people"]], sections["act"]["step"]
    for command in ({"kind": "order_circle", "seats": seats}, {"kind": "next_step", "step": step}):
        answer = somebody.browser.post(
            "/live/command", headers=console, json={"id": f"begin-{command['kind']}-0123456789", **command}
        )
        assert answer.json["answer"] == "ok", answer.json


def attribute(tag: str, name: str) -> str:
    match = re.search(rf"\b{name}=\"([^\"]*)\"", tag)
    return unescape(match[1]) if match else ""


def words_of(page: TestResponse) -> str:
    """What can be read on a page, without its markup."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", page.text, flags=re.DOTALL)
    body = re.sub(r"</?bdi[^>]*>", "", body)  # only isolates its direction
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
