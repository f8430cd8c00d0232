"""The mail of an organisation (`/beheer/post`): to whom it went, what failed and why, and sending it again."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from dialoog.accounts import access, mails
from dialoog.accounts.forms import ButtonForm, ResendForm
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs import queries
from dialoog.web.outcomes import redirect_and_say
from dialoog.web.own_address import own_path
from dialoog.web.page_number import page_number

pages = Blueprint("mail", __name__)
ADDRESS = "/beheer/post"


@pages.get("/beheer/post")
@access.allow("mail.manage")
def list_of_mails() -> Page:
    return _list_page(access.require_own_organisation("mail.manage"))


@pages.post("/beheer/post/<mail>/opnieuw")
@access.allow("mail.manage")
def send_again(mail: str) -> Page:
    """To the same address, or to the one that is typed. Goes back to the page of the button."""
    organisation, form = access.require_own_organisation("mail.manage"), ResendForm()
    with read_transaction(current_engine()) as connection:
        row = queries.mail(connection, organisation, mail)
    if row is None:
        raise NotFound
    if not form.validate_on_submit():
        return _list_page(organisation, mail, form, 400)
    typed = form.email.data or row.recipient
    recipient = typed if typed != row.recipient else None
    is_reopened = run_in_transaction(
        current_engine(), lambda connection: mails.send_again(connection, row, recipient)
    )
    if not is_reopened:
        form.email.errors = [
            _("Deze mail kan niet nog eens weg. Hij is al verstuurd, of de link werkt niet meer.")
        ]
        return _list_page(organisation, mail, form, 409)
    return redirect_and_say(own_path(form.back.data or ADDRESS), _("De mail gaat zo opnieuw weg."))


def _list_page(
    organisation: str, mail: str = "", form: ResendForm | None = None, status: int = 200
) -> tuple[str, int]:
    """With what was wrong at one mail, where there was something."""
    state = "failed" if request.args.get("state") == "failed" else None
    with read_transaction(current_engine()) as connection:
        page = queries.list_mails(connection, organisation, state, page_number())
        lines = page.lines
        if mail and all(line.id != mail for line in lines):
            about = queries.mail(connection, organisation, mail)
            lines = [*([about] if about else []), *lines]
    body = render_template(
        "accounts/mails.html",
        lines=lines,
        state=state,
        page=page,
        is_on=mails.is_on(),
        wrong={mail: form} if form else {},
        button=ButtonForm(formdata=None),
    )
    return body, status if page.exists else 404
