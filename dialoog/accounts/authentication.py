"""Who is asking: the identities of a request, from its cookies or its `Authorization: Bearer`, and the cookies themselves.

A browser keeps one cookie per desk of each table, so that a facilitator can have screen and console side by side and an organiser
three tables; a page names its place, and is answered as that or not at all. What an identity may do is decided in `policy`,
at a desk in `rules.decide`.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Literal, TypeVar

from flask import Flask, current_app, g, request
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from dialoog.accounts import account_links, assignments, policy, sessions, tokens
from dialoog.accounts.account_links import Link
from dialoog.accounts.policy import Action, AnyIdentity, Assigned, KeyHolder, Nobody, Resource, SignedInPerson
from dialoog.accounts.sessions import SignedIn
from dialoog.accounts.tokens import DESKS, Identity, Purpose
from dialoog.db.engine import current_engine, read_transaction, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.telemetry.security_log import SecurityLog
from dialoog.web.cookies import COOKIE_SECONDS, cookie_name, delete_cookie, former_cookie_name, set_cookie

R = TypeVar("R", bound=Response)
MAX_TABLES = 40
"""Cookies of one desk that a browser keeps, the newest: all of them travel with every request, and each is looked up."""
SEAT_SECONDS = tokens.LINK_DAYS * 24 * 3600
"""A phone is the only way to their own words that most people have, and words are kept for a year."""
MAX_SEEDS = 8
"""Dialogues made in one browser whose links it sees again."""
KeyCheck = Callable[[str], bool]
"""Whether this is the set-up key; logs the answer, and a wrong key spends the failure budget."""
CountFailure = Callable[[str], None]
"""Counts a wrong guess at a subject, and answers it later where there were many."""
Pause = Callable[[float], object]
"""Waits for so many seconds, and lets the other requests of this process go on."""


def register_checks(
    app: Flask, check_key: KeyCheck, count_failure: CountFailure, security_log: SecurityLog, pause: Pause
) -> None:
    """Registers what the application hands over, since `accounts` knows no budget."""
    app.extensions["dialoog.key_check"] = check_key
    app.extensions["dialoog.count_failure"] = count_failure
    app.extensions["dialoog.security_log"] = security_log
    app.extensions["dialoog.pause"] = pause


def count_wrong_password(subject: str) -> None:
    """Logs it and spends the budget of this login, or of a person at their own account."""
    security_log().sign_in_refused()
    count: CountFailure = current_app.extensions["dialoog.count_failure"]
    count(f"sign-in {subject[:80]}")


def pause(seconds: float) -> None:
    wait: Pause = current_app.extensions["dialoog.pause"]
    wait(seconds)


def security_log() -> SecurityLog:
    log: SecurityLog = current_app.extensions["dialoog.security_log"]
    return log


def identities(action: Action) -> Iterator[AnyIdentity]:
    """Everything that this request may act as: as nobody, as each of its desks, as who is signed in and what they are in each of
    their organisations, and where the key opens that, as its holder. Tokens are looked up as far as the caller iterates: each
    wrong key is counted, so none is looked up in vain."""
    yield Nobody()
    yield from desk_identities()
    if (own := signed_in()) is not None:
        yield SignedInPerson(own.person)
        yield from own.memberships
        yield from own.assignments
    yield from _evenings_by_link()
    if policy.allowed(KeyHolder(), action, None) and holds_setup_key():
        yield KeyHolder()


def signed_in() -> SignedIn | None:
    """Who is signed in in this browser; looked up once per request."""
    if "signed_in" not in g:
        g.signed_in = _find_session()
    cached: SignedIn | None = g.signed_in
    return cached


def opener(resource: Resource) -> str | None:
    """Who opens a desk of this evening: the id of who is signed in and belongs to it, else of the link that this browser came by."""
    own = signed_in()
    if own is not None and (
        any(one.organisation == resource.organisation for one in own.memberships)
        or any(one.gathering == resource.gathering for one in own.assignments)
    ):
        return own.person
    token = request.cookies.get(cookie_name(f"evening-{resource.gathering}"))
    with read_transaction(current_engine()) as connection:
        link = account_links.find_evening(connection, token, wall_ms()) if token else None
    return link.id if link is not None and link.gathering == resource.gathering else None


def _evenings_by_link() -> list[Assigned]:
    """The evenings that this browser leads, or takes the minutes of, by a link; looked up once per request."""
    if "evenings_by_link" not in g:
        prefix = cookie_name("evening-")
        links = [token for name, token in request.cookies.items() if name.startswith(prefix)]
        g.evenings_by_link = _find_evenings(links[-MAX_TABLES:]) if links else []
    cached: list[Assigned] = g.evenings_by_link
    return cached


def _find_evenings(links: list[str]) -> list[Assigned]:
    with read_transaction(current_engine()) as connection:
        found = [account_links.find_evening(connection, token, wall_ms()) for token in links]
    return [
        Assigned(link.gathering, "scribe" if link.role == "scribe" else "facilitator")
        for link in found
        if link is not None and link.gathering is not None
    ]


def _find_session() -> SignedIn | None:
    token = cookie_of("session")
    if not token or _bearer_token() is not None:
        return None
    now = wall_ms()
    with read_transaction(current_engine()) as connection:
        own = sessions.find(connection, token, now)
    if own is None or not own.is_stale(now):
        return own
    # whoever may not write still reads
    with suppress(DBAPIError), transaction(current_engine()) as connection:
        sessions.touch(connection, own.session, now)
    return own


def desk_identities() -> list[Identity]:
    """Every desk that this request may act as, phone first; looked up once per request."""
    if "desk_identities" not in g:
        g.desk_identities = _find_desk_identities()
    cached: list[Identity] = g.desk_identities
    return cached


def card_identities() -> list[Identity]:
    """The seats whose own words this browser opened with a card; looked up once per request."""
    if "card_identities" not in g:
        with read_transaction(current_engine()) as connection:
            found = {table: tokens.find(connection, token) for table, token in _table_cookies("card").items()}
        g.card_identities = [
            own for table, own in found.items() if own and (own.desk, own.dialogue) == ("card", table)
        ]
    cached: list[Identity] = g.card_identities
    return cached


def identity(desk: str, dialogue: str) -> Identity | None:
    """The identity that this request has at this desk of this dialogue."""
    return next((own for own in desk_identities() if (own.desk, own.dialogue) == (desk, dialogue)), None)


def identity_at(place: str) -> Identity | None:
    """The identity of the page that asks: of this place, never of another that this browser has too."""
    return next((own for own in desk_identities() if own.place == place), None)


def identity_without_place(desk: str | None) -> Identity | None:
    """For who names no place: a program, whose token says it, and pages from before cookies were per table."""
    with read_transaction(current_engine()) as connection:
        token = _bearer_token()
        own = _former_identities(connection) if token is None else _bearer_identities(connection, token)
    return next((identity for identity in own if desk in (None, identity.desk)), None)


def _find_desk_identities() -> list[Identity]:
    with read_transaction(current_engine()) as connection:
        if (token := _bearer_token()) is not None:
            return _bearer_identities(connection, token)
        own = [
            identity
            for desk in DESKS
            for dialogue, token in _table_cookies(desk).items()
            if (identity := tokens.find(connection, token))
            and (identity.desk, identity.dialogue) == (desk, dialogue)
        ]
        own += _former_identities(connection)
        own = assignments.without_ended_guests(connection, own)
        return sorted(own, key=lambda one: DESKS.index(one.desk))


def _bearer_identities(connection: Connection, token: str) -> list[Identity]:
    identity = tokens.find(connection, token)
    own = [identity] if identity and identity.desk in DESKS else []
    return assignments.without_ended_guests(connection, own)


def _former_identities(connection: Connection) -> list[Identity]:
    cookies = {desk: request.cookies.get(former_cookie_name(desk)) for desk in DESKS}
    by_desk = {desk: tokens.find(connection, token) for desk, token in cookies.items() if token}
    return [identity for desk, identity in by_desk.items() if identity and identity.desk == desk]


TableCookie = Purpose | Literal["seed"]
"""Of one table: the token of a desk, or the seed that its links are derived from."""


def _table_cookies(kind: TableCookie) -> dict[str, str]:
    """Dialogue → what its cookie of this kind holds, the oldest first."""
    prefix = cookie_name(f"{kind}-")
    cookies = [(name, token) for name, token in request.cookies.items() if name.startswith(prefix)]
    return {name[len(prefix) :]: token for name, token in cookies[-MAX_TABLES:]}


def holds_setup_key() -> bool:
    """Whether this request sends the set-up key; looked up once per request."""
    if "holds_setup_key" not in g:
        g.holds_setup_key = _sends_setup_key()
    return bool(g.holds_setup_key)


def _sends_setup_key() -> bool:
    """The token of a desk in the header is no attempt at the key, also where it was revoked."""
    bearer = _bearer_token()
    cookies = (request.cookies.get(name("setup")) for name in (cookie_name, former_cookie_name))
    key = bearer or next((cookie for cookie in cookies if cookie), None)
    if not key:
        return False
    if bearer is not None:
        with read_transaction(current_engine()) as connection:
            if tokens.is_dialogue_token(connection, bearer):
                return False
    check: KeyCheck = current_app.extensions["dialoog.key_check"]
    return check(key)


def has_revoked_token(desk: str | None = None, dialogue: str | None = None) -> bool:
    """Whether this request sends a revoked token for the desk of this dialogue; without them, for any."""
    if (bearer := _bearer_token()) is not None:
        candidates = [bearer]
    else:
        desks = [name for name in DESKS if desk in (None, name)]
        tables = [item for name in desks for item in _table_cookies(name).items()]
        candidates = [token for table, token in tables if dialogue in (None, table)]
        candidates += [cookie for name in desks if (cookie := request.cookies.get(former_cookie_name(name)))]
    with read_transaction(current_engine()) as connection:
        return any(tokens.is_revoked(connection, tokens.hash_of(token)) for token in candidates)


def sends_own_token() -> bool:
    """Whether the request authenticates by its header, which no other website can make a browser send."""
    return _bearer_token() is not None


def set_desk_cookie(response: R, desk: Purpose, dialogue: str, token: str) -> R:
    """Sets the cookie of this desk of this dialogue, in place of an earlier one. The oldest of too many tables go."""
    return _set_table_cookie(response, desk, dialogue, token, MAX_TABLES)


def set_seed_cookie(response: R, dialogue: str, seed: str) -> R:
    """This browser made the dialogue, and sees its links again."""
    return _set_table_cookie(response, "seed", dialogue, seed, MAX_SEEDS)


def seed_of(dialogue: str) -> str | None:
    return _table_cookies("seed").get(dialogue)


def _set_table_cookie(response: R, kind: TableCookie, dialogue: str, token: str, most: int) -> R:
    others = [table for table in _table_cookies(kind) if table != dialogue]
    for table in others[: max(0, len(others) + 1 - most)]:
        delete_cookie(response, cookie_name(f"{kind}-{table}"))
    set_cookie(
        response, cookie_name(f"{kind}-{dialogue}"), token, SEAT_SECONDS if kind == "seat" else COOKIE_SECONDS
    )
    return response


CookiePurpose = Literal["session", "link", "pending", "setup", "agreement", "looking_back", "question"]
"""Of a browser as a whole: the session of who is signed in, the link for one use that it opened last and that waits here for the
button, the sign-in whose second step it still owes, the set-up key, and the links by which somebody answers for an agreement, says
what changed, or replies to a question."""


def cookie_of(purpose: CookiePurpose) -> str | None:
    return request.cookies.get(cookie_name(purpose))


def set_own_cookie(response: R, purpose: CookiePurpose, token: str) -> R:
    set_cookie(response, cookie_name(purpose), token)
    return response


def delete_own_cookies(response: R, *purposes: CookiePurpose) -> R:
    for purpose in purposes:
        delete_cookie(response, cookie_name(purpose))
    return response


def set_link_cookie(response: R, link: Link, token: str) -> R:
    """A browser may have the links to several evenings."""
    name = f"evening-{link.gathering}" if link.purpose == "evening" else "link"
    set_cookie(response, cookie_name(name), token)
    return response


def _bearer_token() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
