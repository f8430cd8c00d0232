"""Every odd body, query and address on every route there is: a page or an answer that says what to do, and nothing changed.

The routes are read from the application, so that one that is added later joins by itself.
"""

import re
from collections.abc import Iterator
from random import Random
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.corpus.conftest import LONG
from tests.corpus.laid import Laid, rows
from tests.corpus.packets import BODIES, QUERIES
from tests.corpus.seen import Page
from tests.corpus.strings import STRINGS
from tests.web.visits import KEY, cookie

TOKENS = ("none", "setup", "facilitator", "screen", "seat")


@pytest.fixture(scope="module")
def table(app: Flask) -> Laid:
    laid = Laid(app)
    laid.tokens["seat"] = laid.tokens[laid.seats("Fatma")]
    laid.tokens["setup"] = KEY
    return laid


def routes(app: Flask, method: str) -> list[Rule]:
    """But /readyz, which says 503 here: nobody serves this house."""
    return [
        rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.rule != "/readyz"
    ]


def addresses(rule: Rule, *arguments: str) -> Iterator[str]:
    """The rule with each of these in every place of its path."""
    for argument in arguments if rule.arguments else ("",):
        path = rule.rule
        for name in rule.arguments:
            path = re.sub(rf"<(?:[^<>]*:)?{name}>", lambda _match: argument, path)  # noqa: B023 - used at once
        assert "<" not in path, f"{rule.rule}: say here how its path is filled in"
        yield path


def headers(table: Laid, token: str) -> dict[str, str]:
    return {} if token == "none" else {"Authorization": f"Bearer {table.tokens[token]}"}


def says_what_to_do(answer: TestResponse, where: object) -> None:
    assert answer.status_code < 500, (where, answer.status_code)
    if answer.status_code < 400:
        return
    if answer.mimetype == "application/json":
        body = answer.get_json()
        assert body["answer"] in ("refused", "later"), where
        assert body["say"].endswith("."), where
    else:
        assert answer.mimetype == "text/html", where
        assert Page(answer.text).says("."), where
    assert "Traceback" not in answer.text, where


@pytest.mark.parametrize("name", BODIES)
def test_no_body_breaks_a_route(app: Flask, table: Laid, name: str) -> None:
    """With each token in the long form; else with one of them, each in its turn, so that every route meets all of them."""
    body, kind = BODIES[name]
    before = rows(app)
    first = list(BODIES).index(name)
    for nth, rule in enumerate(routes(app, "POST"), first):
        for path in addresses(rule, table.code):
            for token in TOKENS if LONG else [TOKENS[nth % len(TOKENS)]]:
                client = app.test_client(use_cookies=False)
                for query in ("", "?as=seat", "?as=facilitator") if LONG else ("?as=seat",):
                    answer = client.post(
                        path + query, data=body, content_type=kind, headers=headers(table, token)
                    )
                    says_what_to_do(answer, (name, path, token))
    assert rows(app) == before


def test_no_query_breaks_a_route(app: Flask, table: Laid, chance: Random) -> None:
    before = rows(app)
    client = app.test_client(use_cookies=False)
    for rule in routes(app, "GET"):
        for path in addresses(rule, table.code, table.id):
            for query in QUERIES if LONG else chance.sample(list(QUERIES), 20):
                for token in TOKENS if LONG else [chance.choice(TOKENS)]:
                    answer = client.get(f"{path}?{query}", headers=headers(table, token))
                    says_what_to_do(answer, (path, query, token))
                    if answer.status_code in (301, 302, 303, 307, 308):
                        place = answer.headers["Location"]
                        assert place.startswith("/"), (path, query, place)
                        assert not place.startswith(("//", "/\\")), (path, query, place)
    assert rows(app) == before


def test_no_string_in_an_address_breaks_a_route(app: Flask, table: Laid, chance: Random) -> None:
    before = rows(app)
    client = app.test_client(use_cookies=False)
    strings = list(STRINGS) if LONG else chance.sample(STRINGS, 20)
    for method in ("GET", "POST"):
        for rule in [rule for rule in routes(app, method) if rule.arguments]:
            for odd in strings:
                typed = odd.typed.encode("utf-8", "surrogatepass")[:4000]
                for path in addresses(rule, quote(typed, safe=""), quote(typed)):
                    answer = client.open(path, method=method, headers=headers(table, "setup"))
                    says_what_to_do(answer, (rule.rule, odd.id))
    assert rows(app) == before


@pytest.mark.parametrize(
    "header",
    [
        "Cookie",
        "Accept-Language",
        "Origin",
        "Authorization",
        "Sec-Fetch-Site",
        "Referer",
        "X-Forwarded-For",
        "If-None-Match",
        "Range",
    ],
)
def test_no_header_breaks_a_route(app: Flask, table: Laid, header: str, chance: Random) -> None:
    client = app.test_client(use_cookies=False)
    fit = [odd for odd in STRINGS if odd.typed.isprintable() and odd.sendable and len(odd.typed) < 500]
    for odd in fit if LONG else chance.sample(fit, 30):
        raw = odd.typed.encode().decode("latin-1")
        value = {
            "Cookie": f"lang={raw}; dialoog-seat={raw}; {cookie(app, 'seat-x')}={raw}; {cookie(app, 'seat-')}{raw}=x; dialoog={raw}; {raw}={raw}",
            "Authorization": f"Bearer {raw}",
        }.get(header, raw)
        for path in (
            "/",
            f"/d/{table.code}",
            "/plek",
            f"/plek/{table.id}",
            "/verslagen",
            "/live/documents?as=seat",
        ):
            answer = client.get(path, headers={header: value.replace("\x85", "")})
            says_what_to_do(answer, (header, odd.id, path))
