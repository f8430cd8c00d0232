"""What came out (`/verslagen`): the evenings that somebody may see, and where words are typed, what people said on them.

Everything that was chosen stands in the address, so that a search can be kept and sent. What is no choice filters nothing, and whatever
is typed is words.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from flask import Blueprint, render_template
from sqlalchemy import Connection

from dialoog.accounts import access, authentication
from dialoog.accounts.policy import Action, Resource, Scope
from dialoog.db.engine import current_engine, read_transaction
from dialoog.db.pagination import Page
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import day_at
from dialoog.live.time_slices import rest
from dialoog.records import queries as records
from dialoog.records.document import moment
from dialoog.records.follow_up.call_list import first_calls
from dialoog.records.follow_up.call_pages import calls_scope
from dialoog.records.follow_up.questions.to_do import list_to_do
from dialoog.records.pages import redirect_to_sign_in
from dialoog.records.queries import ListedDialogue
from dialoog.records.search.forms import SearchForm
from dialoog.records.search.queries import Found, FoundWords, find, read_dictionaries
from dialoog.records.themes.queries import list_themes
from dialoog.web.blocking import prepare_apart, run_apart
from dialoog.web.page_number import page_number

pages = Blueprint("search", __name__)
pages.register_error_handler(access.Unauthorized, redirect_to_sign_in)


@pages.get("/verslagen")
@access.allow("record.list")
def review() -> tuple[str, int]:
    """Answers 404, with a link to the first page, for a page that the list does not have."""
    scope = access.scope("record.list")
    rest()
    with read_transaction(current_engine()) as connection:
        choices = records.list_choices(connection, scope)
        rest()
        themes = list_themes(connection, scope)
        rest()
        form = SearchForm(choices, themes)
        rest()
        listed = None if form.words else _read_list(connection, scope, form)
    rest()
    if listed is not None:
        if listed[0].count:
            prepare_apart(read_dictionaries)
        return _list(form, *listed), 200 if listed[0].exists else 404
    number = max(1, page_number())
    came = run_apart(find, current_engine(), scope, form.words, form.filters, number)
    body = render_template(
        "records/search.html",
        form=form,
        typed=came.typed,
        found=came.found,
        parts=came.parts,
        number=number,
        evenings=list(_by_evening(came.found)),
    )
    return body, 200


def _read_list(
    connection: Connection, scope: Scope, form: SearchForm
) -> tuple[Page[ListedDialogue], int, int]:
    """A page of evenings, and on the first one what the call list has."""
    page = records.list_dialogues(connection, scope, form.filters, page_number())
    rest()
    is_whole = page.number == 1 and not form.chosen
    return page, *(_count_open_ends(connection) if is_whole else (0, 0))


def _count_open_ends(connection: Connection) -> tuple[int, int]:
    """Agreements whose day comes this week or has passed, and questions whose reply is late: what the call list has."""
    own, today = authentication.signed_in(), day_at(wall_ms())
    scope = calls_scope(own) if own else Scope()
    if scope == Scope():
        return 0, 0
    late = list_to_do(connection, scope, today, kinds=("late",))
    rest()
    return first_calls(connection, scope, today, 1).count, len(late)


def _list(form: SearchForm, page: Page[ListedDialogue], due: int, late: int) -> str:
    deletable = {
        line.dialogue
        for line in page.lines
        if line.unused and not line.seats and _may(line, "dialogue.delete")
    }
    editable = {line.dialogue for line in page.lines if line.saved and _may(line, "record.edit")}
    return render_template(
        "records/list.html",
        form=form,
        page=page,
        due=due,
        late=late,
        shelves=list(_by_neighbourhood(page.lines)),
        deletable=deletable,
        editable=editable,
        may_edit=access.is_allowed("record.edit"),
    )


def _may(line: ListedDialogue, action: Action) -> bool:
    return access.is_allowed(action, Resource(dialogue=line.dialogue, organisation=line.owner))


def _by_neighbourhood(
    lines: Iterable[ListedDialogue],
) -> Iterator[tuple[str, list[tuple[int, list[ListedDialogue]]]]]:
    """Each neighbourhood with its years, and in each its evenings."""
    for neighbourhood, there in groupby(lines, key=lambda line: line.neighbourhood):
        years = groupby(there, key=lambda line: moment(line.held).year)
        yield neighbourhood, [(year, list(evenings)) for year, evenings in years]


def _by_evening(found: Found) -> Iterator[tuple[FoundWords, list[FoundWords]]]:
    """The sentences of one evening together, under the first of them."""
    for _dialogue, sentences in groupby(found.sentences, key=lambda one: one.dialogue):
        together = list(sentences)
        yield together[0], together
