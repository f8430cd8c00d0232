"""The search over records (`/verslagen/zoeken`): what people said, over all evenings that somebody may see.

Everything that was chosen stands in the address, so that a search can be kept and sent. What is no choice filters nothing, and whatever
is typed is words.
"""

from collections.abc import Iterator
from itertools import groupby

from flask import Blueprint, render_template

from dialoog.accounts import access
from dialoog.db.engine import current_engine, read_transaction
from dialoog.live.time_slices import rest
from dialoog.records import queries as records
from dialoog.records.pages import redirect_to_sign_in
from dialoog.records.search.forms import SearchForm
from dialoog.records.search.queries import Found, FoundWords, Results, find
from dialoog.records.themes.queries import list_themes
from dialoog.web.blocking import run_apart
from dialoog.web.page_number import page_number

pages = Blueprint("search", __name__)
pages.register_error_handler(access.Unauthorized, redirect_to_sign_in)


@pages.get("/verslagen/zoeken")
@access.allow("record.list")
def results() -> str:
    scope = access.scope("record.list")
    with read_transaction(current_engine()) as connection:
        choices = records.list_choices(connection, scope)
        rest()
        form = SearchForm(choices, list_themes(connection, scope))
    number = max(1, page_number())
    came = Results()
    if form.words:
        came = run_apart(find, current_engine(), scope, form.words, form.filters, number)
    return render_template(
        "records/search.html",
        form=form,
        typed=came.typed,
        found=came.found,
        parts=came.parts,
        number=number,
        evenings=list(_by_evening(came.found)),
    )


def _by_evening(found: Found) -> Iterator[tuple[FoundWords, list[FoundWords]]]:
    """The sentences of one evening together, under the first of them."""
    for _dialogue, sentences in groupby(found.sentences, key=lambda one: one.dialogue):
        together = list(sentences)
        yield together[0], together
