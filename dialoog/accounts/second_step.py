"""The second step of signing in, for who switched it on: a code of an app (TOTP, RFC 6238), or one of ten recovery codes.

Between the first step and the second a browser holds the token of a pending sign-in, which opens nothing. Every function that
takes `now` takes ms since 1970.
"""

import hmac
import secrets
from typing import Literal

import msgspec
import pyotp
from sqlalchemy import Connection, delete, func, insert, select, update

from dialoog.accounts import tokens
from dialoog.accounts.models import PendingSignIn, RecoveryCode, SecondStep
from dialoog.db.erasure_list import Erased, note

Answer = Literal["right", "wrong", "too many"]
MINUTE_MS = 60_000
PENDING_MINUTES = 10
RECOVERY_CODES = 10
CODE_DIGITS = 6
STEP_MS = 30_000
WRONG_CODES, WRONG_MINUTES = 10, 15
"""So many wrong codes in so many minutes, by whomever: until those are over, only recovery codes are looked at. One in three
hundred thousand guesses is right, since the code of the half minutes before and after counts too."""
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Of recovery codes: none that looks like another."""
_CODE_SIGNS = 12


class State(msgspec.Struct, frozen=True):
    """How it is with somebody's second step. `secret` is there to show until a code confirms it; moments are ms since 1970."""

    since: int | None = None
    secret: str | None = None
    switched_off: int | None = None
    codes_left: int = 0


class Pending(msgspec.Struct, frozen=True):
    """Who took the first step, how, and which page they asked for."""

    person: str
    by_link: bool
    path: str


def state(connection: Connection, person: str) -> State:
    query = select(SecondStep.since, SecondStep.secret, SecondStep.switched_off)
    row = connection.execute(query.where(SecondStep.person == person)).one_or_none()
    if row is None:
        return State()
    codes = select(func.count()).where(RecoveryCode.person == person)
    return State(
        row.since,
        row.secret if row.since is None else None,
        row.switched_off,
        connection.execute(codes).scalar() or 0,
    )


def is_on(connection: Connection, person: str) -> bool:
    query = select(SecondStep.person).where(SecondStep.person == person, SecondStep.since.is_not(None))
    return connection.execute(query).first() is not None


def begin(connection: Connection, person: str) -> None:
    """Makes a secret for an app; nothing where the second step is on."""
    if not is_on(connection, person):
        end(connection, person)
        values = {"secret": pyotp.random_base32(), "last_step": 0, "wrong": 0, "wrong_since": 0}
        connection.execute(insert(SecondStep).values(person=person, **values))


def confirm(connection: Connection, person: str, code: str, now: int) -> list[str] | None:
    """Switches it on with the first code of the app; returns the recovery codes. None where the code is not of that app."""
    if is_on(connection, person) or not _use_code(connection, person, _fold(code), now):
        return None
    connection.execute(update(SecondStep).where(SecondStep.person == person).values(since=now))
    note(connection, Erased(now, "second_step", person))
    end_pending_of(connection, person)
    return renew_recovery_codes(connection, person)


def check(connection: Connection, person: str, code: str, now: int) -> Answer:
    """Uses a code up. Wrong ones are counted, so the caller commits whatever the answer is."""
    folded = _fold(code)
    if len(folded) == _CODE_SIGNS:
        used = _hash_of(person, folded)
        if use_recovery_code(connection, person, used):
            note(connection, Erased(now, "recovery", person, used.hex()))
            return "right"
    own = SecondStep.person == person
    query = select(SecondStep.wrong, SecondStep.wrong_since).where(own, SecondStep.since.is_not(None))
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is None:
        return "wrong"
    is_over = now - row.wrong_since > WRONG_MINUTES * MINUTE_MS
    if row.wrong >= WRONG_CODES and not is_over:
        return "too many"
    if _use_code(connection, person, folded, now):
        return "right"
    counted = {"wrong": 1, "wrong_since": now} if is_over else {"wrong": row.wrong + 1}
    connection.execute(update(SecondStep).where(own).values(**counted))
    return "wrong"


def use_recovery_code(connection: Connection, person: str, used: bytes) -> bool:
    """False where there is none with this hash; also where a restored backup has it as unused."""
    of_code = delete(RecoveryCode).where(RecoveryCode.person == person, RecoveryCode.hash == used)
    return connection.execute(of_code).rowcount == 1


def end(connection: Connection, person: str) -> None:
    """Switches it off, by the person."""
    for table in (SecondStep, RecoveryCode, PendingSignIn):
        connection.execute(delete(table).where(table.person == person))


def switch_off(connection: Connection, person: str, now: int) -> bool:
    """Switches it off for somebody else, who will see that and when. False where it was not on."""
    if not is_on(connection, person):
        return False
    note(connection, Erased(now, "second_step", person))
    lose_app(connection, person, now)
    return True


def lose_app(connection: Connection, person: str, now: int) -> None:
    """Switches it off, as its owner will see; also where a restored backup knows an older app than they have, or none."""
    end(connection, person)
    values = {"switched_off": now, "last_step": 0, "wrong": 0, "wrong_since": 0}
    connection.execute(insert(SecondStep).values(person=person, **values))


def renew_recovery_codes(connection: Connection, person: str) -> list[str]:
    """Ten new ones, to show once; former ones end."""
    connection.execute(delete(RecoveryCode).where(RecoveryCode.person == person))
    codes = ["".join(secrets.choice(_SIGNS) for _ in range(_CODE_SIGNS)) for _ in range(RECOVERY_CODES)]
    rows = [{"hash": _hash_of(person, code), "person": person} for code in codes]
    connection.execute(insert(RecoveryCode), rows)
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def address_for_app(secret: str, login: str) -> str:
    """What the QR code says to an app."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Dialoog")


def create_pending(connection: Connection, person: str, path: str, now: int, *, by_link: bool) -> str:
    """Waits for the second step; returns the token for the browser's cookie. What expired goes."""
    connection.execute(delete(PendingSignIn).where(PendingSignIn.created < now - PENDING_MINUTES * MINUTE_MS))
    token = tokens.new_token()
    values = {"hash": tokens.hash_of(token), "person": person, "path": path, "by_link": by_link}
    connection.execute(insert(PendingSignIn).values(created=now, **values))
    return token


def find_pending(connection: Connection, token: str, now: int) -> Pending | None:
    query = select(PendingSignIn.person, PendingSignIn.by_link, PendingSignIn.path).where(
        PendingSignIn.hash == tokens.hash_of(token),
        PendingSignIn.created > now - PENDING_MINUTES * MINUTE_MS,
    )
    row = connection.execute(query).one_or_none()
    return Pending(*row) if row else None


def end_pending(connection: Connection, token: str) -> None:
    connection.execute(delete(PendingSignIn).where(PendingSignIn.hash == tokens.hash_of(token)))


def end_pending_of(connection: Connection, person: str) -> None:
    connection.execute(delete(PendingSignIn).where(PendingSignIn.person == person))


def _use_code(connection: Connection, person: str, code: str, now: int) -> bool:
    """Whether the app shows this code now, or half a minute before or after. Its half minute, and those before, are used then."""
    own = SecondStep.person == person
    secret = connection.execute(select(SecondStep.secret).where(own)).scalar()
    if secret is None:
        return False
    app = pyotp.TOTP(secret, digits=CODE_DIGITS)
    for step in (now // STEP_MS + offset for offset in (-1, 0, 1)):
        if hmac.compare_digest(app.generate_otp(step).encode(), code.encode("utf-8", "replace")):
            newest = update(SecondStep).where(own, SecondStep.last_step < step)
            return connection.execute(newest.values(last_step=step, wrong=0)).rowcount == 1
    return False


def _fold(code: str) -> str:
    """As somebody types it: blanks, dashes and capitals aside."""
    return "".join(sign for sign in code.casefold() if sign.isalnum())


def _hash_of(person: str, code: str) -> bytes:
    return tokens.hash_of(f"{person} {code}")
