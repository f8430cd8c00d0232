"""The way in by the link of a mail, without an account: to an agreement, to a question put to somebody outside, to what changed.

Opening it changes nothing, since mail programs open links too; only a button does. The token is in the fragment, then in a cookie.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import Connection

from dialoog.accounts import access, authentication
from dialoog.accounts.authentication import CookiePurpose
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.records.follow_up.forms import LinkForm
from dialoog.web.errors import PageError
from dialoog.web.languages import chosen_language, isolate, set_language_cookie


class MailLink(Protocol):
    """What a link opens. `written_in`: the language of its mail, `contact`: whom to ring instead, which may be empty."""

    @property
    def written_in(self) -> str: ...
    @property
    def contact(self) -> str: ...
    def has_expired(self, now: int) -> bool: ...


L = TypeVar("L", bound=MailLink)


@dataclass(frozen=True, slots=True)
class WayIn(Generic[L]):
    """One kind of link. `find` gives None for a token that opens nothing (any more)."""

    address: str
    purpose: CookiePurpose
    title: LazyString
    find: Callable[[Connection, str], L | None]
    form: type[LinkForm] = LinkForm

    def add_to(self, pages: Blueprint) -> None:
        """The page to which the link leads. Its script takes the token out of the address; whoever has no script types it."""

        @access.allow("own_words.open")
        def enter() -> Page:
            return self._enter_page(self.form())

        @access.allow("own_words.open")
        def open_link() -> Page:
            form = self.form()
            token = (form.code.data or "").strip().lower()
            link = self._find(token) if form.validate_on_submit() else None
            if link is None:
                form.code.errors = form.code.errors or [_("Deze link past niet.")]
                return self._enter_page(form), 404
            response = redirect(f"{self.address}/antwoord", 303)
            if chosen_language() is None:
                set_language_cookie(response, link.written_in)
            return authentication.set_own_cookie(response, self.purpose, token)

        pages.add_url_rule(self.address, view_func=enter)
        pages.add_url_rule(self.address, view_func=open_link, methods=["POST"])

    def require(self) -> L:
        """What the link in this browser opens, while it lasts."""
        token = authentication.cookie_of(self.purpose)
        link = self._find(token) if token else None
        if link is None:
            raise unknown()
        return link

    def _enter_page(self, form: LinkForm) -> str:
        return render_template("follow_up/enter.html", title=self.title, form=form)

    def _find(self, token: str) -> L | None:
        """Of a link whose days are over it says whom to ring instead."""
        with read_transaction(current_engine()) as connection:
            link = self.find(connection, token)
        if link is not None and link.has_expired(wall_ms()):
            text = (
                _(
                    "Bel %(contact)s. Dan schrijft iemand uw antwoord voor u op.",
                    contact=isolate(link.contact),
                )
                if link.contact
                else _("Vraag het aan wie het gesprek organiseerde.")
            )
            raise PageError(410, _("Deze link is verlopen."), text)
        return link


def unknown() -> PageError:
    """Of what is not there, and of what went meanwhile."""
    text = _("Open hem nog eens uit uw mail. Misschien hoeft u niet meer te antwoorden.")
    return PageError(404, _("Deze link past niet."), text)
