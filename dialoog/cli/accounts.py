"""What commands do for accounts: the link that makes the first one, and the one that lets somebody in who forgot the password."""

import click
from sqlalchemy import Connection, Engine

from dialoog.accounts import account_links, actions, queries, second_step
from dialoog.accounts.forms import ORGANISATION_SIGNS
from dialoog.db.engine import make_engine, read_transaction, run_in_transaction, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.settings import Settings
from dialoog.telemetry.logging import log
from dialoog.web import text_validation


def setup_link(engine: Engine) -> str | None:
    """The token of a new link that sets the installation up; None once there is an organisation."""
    with read_transaction(engine) as connection:
        if account_links.has_organisation(connection):
            return None
    with transaction(engine) as connection:
        return account_links.create(connection, "setup", wall_ms())


def add_organisation(settings: Settings, name: str, kind: str) -> str:
    """The token of an invitation for its first organiser. Raises UsageError before the first organisation, and for a name that cannot be."""
    try:
        cleaned = text_validation.line(name, ORGANISATION_SIGNS)
    except text_validation.InvalidText:
        cleaned = ""
    if not cleaned:
        raise click.UsageError(f"An organisation has a name of {ORGANISATION_SIGNS} signs at most.")
    engine = make_engine(settings.database)
    with read_transaction(engine) as connection:
        if not account_links.has_organisation(connection):
            raise click.UsageError("Make the first account first: `dialoog serve` prints its link.")

    def create(connection: Connection) -> str:
        organisation = actions.add_organisation(connection, cleaned, kind, wall_ms())
        return account_links.create(
            connection, "invitation", wall_ms(), organisation=organisation, role="organiser"
        )

    token = run_in_transaction(engine, create)
    engine.dispose()
    return token


def sign_in_link(settings: Settings, name: str, *, without_second_step: bool = False) -> str:
    """The token of a link that signs in whoever has this name or address. Raises UsageError where nobody has it, or several.

    `without_second_step` switches that off, which its owner will see."""
    engine = make_engine(settings.database)
    with read_transaction(engine) as connection:
        people = queries.people_called(connection, name)
    if not people:
        raise click.UsageError(f"Nobody here is called {name}.")
    if len(people) > 1:
        addresses = ", ".join(person.email or person.name for person in people)
        raise click.UsageError(f"{len(people)} people are called that. Which one: {addresses}?")

    def create(connection: Connection) -> tuple[str, bool]:
        is_off = without_second_step and second_step.switch_off(connection, people[0].id, wall_ms())
        return account_links.create(connection, "sign_in", wall_ms(), person=people[0].id), is_off

    token, is_switched_off = run_in_transaction(engine, create)
    if is_switched_off:
        log.warning("second step switched off for somebody", times=1)
    log.info("sign-in link made", times=1)
    engine.dispose()
    return token
