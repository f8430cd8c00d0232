"""Mails about accounts and evenings: written in the transaction that causes them, and shown with what became of them.

Most carry a link that lets somebody in; where no mail server is set none is written, and pages show the same link to hand over.
"""

from collections.abc import Collection
from typing import Literal, get_args

from flask import Flask, current_app, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import Connection

from dialoog.accounts import account_links
from dialoog.jobs import outbox, queries
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.queries import MailRow
from dialoog.settings import Settings

Kind = Literal["invitation", "readdressed", "sign_in", "address", "evening"]
"""Each has a text of its own: `templates/mails/KIND.txt`."""


def register(app: Flask, settings: Settings) -> None:
    app.extensions["dialoog.settings"] = settings
    app.jinja_env.filters["mail_reason"] = reason
    app.jinja_env.filters["entry_link"] = entry_link


def is_on() -> bool:
    """Whether mail can be sent at all."""
    return outbox.is_configured(own_settings())


def entry_link(token: str) -> str:
    """The link that lets a browser in; its token is in the fragment, which no log receives."""
    return own_address(f"{url_for('entry.enter')}#{token}")


def own_address(path: str) -> str:
    """As it stands in a mail."""
    return f"{own_settings().url}{path}"


def write(
    connection: Connection,
    kind: Kind,
    token: str,
    recipient: str | None,
    subject: str,
    organisation: str | None,
    **values: object,
) -> bool:
    """Writes the mail with the link of this token, which was made in the same transaction; `values` are for its text. False where
    there is no mail server or no address."""
    if not recipient or not is_on():
        return False
    now = wall_ms()
    link = account_links.find(connection, token, now)
    assert link is not None
    body = render_template(f"mails/{kind}.txt", link=link, address=entry_link(token), **values)
    outbox.write(
        connection,
        kind=kind,
        recipient=recipient,
        subject=subject,
        body=body,
        organisation=organisation,
        cause=link.id,
        now=now,
        language=str(get_locale()),
    )
    return True


def write_notice(
    connection: Connection,
    kind: str,
    recipient: str | None,
    subject: str,
    person: str,
    organisation: str | None = None,
    **values: object,
) -> None:
    """Tells a person with an account what happened; nothing where there is no mail server or no address. Organisers see what
    became of it where it is of their organisation."""
    if not recipient or not is_on():
        return
    outbox.write(
        connection,
        kind=kind,
        recipient=recipient,
        subject=subject,
        body=render_template(f"mails/{kind}.txt", **values),
        organisation=organisation,
        cause=person,
        now=wall_ms(),
        language=str(get_locale()),
    )


def send_again(connection: Connection, mail: MailRow, recipient: str | None) -> bool:
    """With all its tries, to another address where one is given. False where it was sent, is being sent, or its link ended."""
    now = wall_ms()
    has_link = mail.kind in get_args(Kind)
    if has_link and not account_links.lasts(connection, mail.cause, now):
        return False
    if not outbox.retry(connection, mail.id, now, recipient):
        return False
    if has_link and recipient is not None:
        account_links.change_address(connection, mail.cause, recipient)
    return True


def states(connection: Connection, organisation: str, links: Collection[str]) -> dict[str, MailRow]:
    """What became of the mail of each of these links; nothing for one that was not mailed."""
    return queries.mails_by_cause(connection, organisation, links)


def reason(error: str) -> str:
    """Why a mail was not sent, from the type of the fault."""
    sentences = {
        "Refused": _("De mailserver van dit adres neemt hem niet aan. Kijk het adres na."),
        "Deferred": _("De mailserver neemt nu geen mail aan."),
        "Unconfirmed": _("De lijn brak af bij het versturen. Misschien is hij toch aangekomen."),
        "Unencrypted": _("De mailserver versleutelt niet. Wie het programma beheert, kan dat verhelpen."),
        "SSLCertVerificationError": _("Het certificaat van de mailserver klopt niet. Wie het programma beheert, kan dat verhelpen."),
        "Restored": _("Er is een oudere reservekopie teruggezet. Misschien kwam hij al aan."),
        "SMTPAuthenticationError": _("De mailserver laat ons er niet in. Wie het programma beheert, kan dat verhelpen."),
    }  # fmt: skip
    return str(sentences.get(error.partition(" ")[0]) or _("De mailserver was niet te bereiken."))


def own_settings() -> Settings:
    settings: Settings = current_app.extensions["dialoog.settings"]
    return settings
