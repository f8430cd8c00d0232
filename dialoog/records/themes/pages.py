"""The pages on which people give themes to the sentences of a record: the themes (`/verslagen/<id>/themas`), and one with the sentences
of this evening under it.
"""

from collections.abc import Callable

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from dialoog.accounts import access
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.queries import DialogueInfo
from dialoog.records.publication import RecordHead
from dialoog.records.review.editing import Sentence
from dialoog.records.review.pages import editable_head, list_shown
from dialoog.records.themes import actions, queries
from dialoog.records.themes.actions import NameTaken
from dialoog.records.themes.apart import count_themes, find_proposals
from dialoog.records.themes.forms import ThemeForm
from dialoog.records.themes.queries import ThemeInfo
from dialoog.web.blocking import run_apart
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("theme", __name__)


@pages.get("/verslagen/<dialogue>/themas")
@access.allow("record.edit")
def list_of_themes(dialogue: str) -> Page:
    head, organisation = _find_head(dialogue)
    themes = run_apart(count_themes, current_engine(), organisation, dialogue)
    return render_template(
        "records/themes.html",
        about=head.about,
        here=[one for one in themes if one.sentences],
        elsewhere=[one for one in themes if not one.sentences],
    )


@pages.route("/verslagen/<dialogue>/themas/nieuw", methods=["GET", "POST"])
@access.allow("record.edit")
def new_theme(dialogue: str) -> Page:
    about, organisation, sentences = _find_record(dialogue)
    form = ThemeForm(sentences)
    if not form.is_submitted():
        return _theme_page(about, form, sentences)
    if not form.validate():
        return _theme_page(about, form, sentences), 400
    if not form.added:
        form.words.errors = [_("Kies ten minste één zin.")]
        return _theme_page(about, form, sentences), 400

    def create(connection: Connection) -> None:
        theme = actions.create_theme(connection, organisation, form.name.data or "", wall_ms())
        actions.change_words(connection, theme, dialogue, form.added, set())

    return _saved(about, form, sentences, create)


@pages.route("/verslagen/<dialogue>/themas/<theme>", methods=["GET", "POST"])
@access.allow("record.edit")
def one_theme(dialogue: str, theme: str) -> Page:
    """Changes the name for all evenings, and the sentences of this one."""
    about, organisation, sentences = _find_record(dialogue)
    with read_transaction(current_engine()) as connection:
        found, words = queries.find_theme(connection, theme, dialogue)
    if found is None or found.organisation != organisation:
        raise NotFound
    under = [one.id for one in sentences if one.id in words]
    form = ThemeForm(sentences, name=found.name, words=under, before=under)
    if not form.is_submitted():
        return _theme_page(about, form, sentences, found)
    if not form.validate():
        return _theme_page(about, form, sentences, found), 400

    def change(connection: Connection) -> None:
        actions.rename_theme(connection, found.organisation, theme, form.name.data or "")
        actions.change_words(connection, theme, dialogue, form.added, form.removed)

    return _saved(about, form, sentences, change, found)


def _saved(
    about: DialogueInfo,
    form: ThemeForm,
    sentences: list[Sentence],
    write: Callable[[Connection], None],
    theme: ThemeInfo | None = None,
) -> Page:
    try:
        run_in_transaction(current_engine(), write)
    except NameTaken:
        form.name.errors = [_("Zo heet al een ander thema. Neem dat thema, of een andere naam.")]
        return _theme_page(about, form, sentences, theme), 409
    return redirect_and_say(f"/verslagen/{about.id}/themas", _("Bewaard."))


def _theme_page(
    about: DialogueInfo, form: ThemeForm, sentences: list[Sentence], theme: ThemeInfo | None = None
) -> str:
    """First the sentences under it, then those that may belong there, then the others."""
    proposals = run_apart(find_proposals, current_engine(), theme, about.id) if theme else set()
    under = form.words.ids
    return render_template(
        "records/theme.html",
        about=about,
        form=form,
        theme=theme,
        under=[one for one in sentences if one.id in under],
        proposals=[one for one in sentences if one.id in proposals - under],
        others=[one for one in sentences if one.id not in under | proposals],
    )


def _find_record(dialogue: str) -> tuple[DialogueInfo, str, list[Sentence]]:
    """With the organisation that it belongs to, and its sentences that are shown."""
    head, organisation = _find_head(dialogue)
    return head.about, organisation, list_shown(head)


def _find_head(dialogue: str) -> tuple[RecordHead, str]:
    head = editable_head(dialogue)
    if head.owner is None:
        raise NotFound
    return head, head.owner
