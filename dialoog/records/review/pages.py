"""The pages on which an organiser edits a record: its stage and what stands above it (`/verslagen/<id>/beheren`), and its sentences, whole
ones of which may be hidden and shown again (`/verslagen/<id>/zinnen`).
"""

from collections.abc import Callable
from typing import TypeVar, cast

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from dialoog.accounts import access, authentication
from dialoog.accounts.forms import ButtonForm
from dialoog.accounts.policy import Resource
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.queries import DialogueInfo
from dialoog.live.runtime import current_runtime
from dialoog.live.time_slices import rest
from dialoog.records import actions, publication
from dialoog.records.actions import Changed, NotNow, NotTheirs
from dialoog.records.models import Stage
from dialoog.records.own_texts import places
from dialoog.records.publication import PublicationInfo, RecordHead
from dialoog.records.queries import Reachable, list_reachable
from dialoog.records.requests.queries import open_requests
from dialoog.records.review import editing
from dialoog.records.review.editing import EditedSentence, Sentence
from dialoog.records.review.forms import HideForm, StageForm, TextsForm
from dialoog.records.review.notices import address_of, mail_readers, notices
from dialoog.records.visibility import without
from dialoog.web import erasure_file
from dialoog.web.errors import PageError
from dialoog.web.form_fields import differences
from dialoog.web.formats import listed
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("record_editing", __name__)
T = TypeVar("T")
NOW_STANDS: dict[Stage, LazyString] = {
    "concept": lazy_gettext("Het verslag is weer een concept."),
    "review": lazy_gettext("Het verslag ligt nu zeven dagen ter inzage."),
    "final": lazy_gettext("Het verslag is vastgesteld."),
}


@pages.route("/verslagen/<dialogue>/beheren", methods=["GET", "POST"])
@access.allow("record.edit")
def edit(dialogue: str) -> Page:
    """Stores the text above the record. Who saves over a newer one sees what stands there now beside their own, and chooses."""
    head = editable_head(dialogue)
    decided = head.decided
    form = TextsForm(
        introduction=decided.introduction, conclusion=decided.conclusion, version=str(decided.number)
    )
    if not form.is_submitted():
        return _edit_page(head, form)
    if not form.validate():
        return _edit_page(head, form), 400
    person, version = signed_in_person(), form.version.number
    introduction, conclusion = form.introduction.data or "", form.conclusion.data or ""
    try:
        write_record(
            lambda connection: actions.write_above(
                connection, dialogue, person, introduction, conclusion, version, wall_ms()
            )
        )
    except Changed:
        head = editable_head(dialogue)
        decided = head.decided
        form.version.data = str(decided.number)
        stored = {"conclusion": decided.conclusion, "introduction": decided.introduction}
        return _edit_page(head, form, differences(form, stored)), 409
    return redirect_and_say(_address(dialogue), _("Bewaard."))


@pages.post("/verslagen/<dialogue>/beheren/stand")
@access.allow("record.edit")
def move_on(dialogue: str) -> Page:
    """Who may be approached is told where it is put up for review, in the same transaction."""
    about, _decided = find_record(dialogue)
    form, person = StageForm(), signed_in_person()
    if not form.validate_on_submit():
        return redirect(_address(dialogue), 303)
    stage, now = cast(Stage, form.stage.data), wall_ms()
    people = list_people(about) if stage == "review" else []

    def write(connection: Connection) -> None:
        if actions.move_on(connection, dialogue, person, stage, now) and stage == "review":
            mail_readers(connection, about, people, now)

    write_record(write)
    return redirect_and_say(_address(dialogue), str(NOW_STANDS[stage]))


@pages.post("/verslagen/<dialogue>/beheren/gezien")
@access.allow("record.edit")
def acknowledge(dialogue: str) -> Page:
    """The organiser saw what went, and where somebody is still named."""
    find_record(dialogue)
    if ButtonForm().validate_on_submit():
        write_record(lambda connection: actions.acknowledge_erasures(connection, dialogue))
    return redirect_and_say(_address(dialogue), _("De melding is weg."))


@pages.get("/verslagen/<dialogue>/zinnen")
@access.allow("record.edit")
def sentences(dialogue: str) -> Page:
    head = editable_head(dialogue)
    about, every = head.about, _list_all(head)
    return render_template(
        "records/sentences.html",
        about=about,
        shown=[one for one in every if one.hidden is None],
        hidden=[one for one in every if one.hidden],
        button=ButtonForm(formdata=None),
    )


@pages.route("/verslagen/<dialogue>/zinnen/<word>", methods=["GET", "POST"])
@access.allow("record.edit")
def hide(dialogue: str, word: str) -> Page:
    """Asks why first: the owner of the sentence reads the reason."""
    head = editable_head(dialogue)
    about, sentence = head.about, next((one for one in _list_all(head) if one.id == word), None)
    if sentence is None:
        raise NotFound
    form, person = HideForm(), signed_in_person()
    if sentence.hidden is not None:
        return redirect(f"/verslagen/{dialogue}/zinnen", 303)
    if not form.is_submitted():
        return render_template("records/hide.html", about=about, sentence=sentence, form=form)
    if not form.validate():
        return render_template("records/hide.html", about=about, sentence=sentence, form=form), 400
    reason = form.reason.data or ""
    write_record(lambda connection: actions.hide_word(connection, dialogue, word, person, reason, wall_ms()))
    return redirect_and_say(f"/verslagen/{dialogue}/zinnen", _("De zin is verborgen."))


@pages.post("/verslagen/<dialogue>/zinnen/<word>/tonen")
@access.allow("record.edit")
def show(dialogue: str, word: str) -> Page:
    find_record(dialogue)
    person = signed_in_person()
    if ButtonForm().validate_on_submit():
        write_record(lambda connection: actions.show_word(connection, dialogue, word, person, wall_ms()))
    return redirect_and_say(f"/verslagen/{dialogue}/zinnen", _("De zin staat weer in het verslag."))


def find_record(dialogue: str) -> tuple[DialogueInfo, PublicationInfo]:
    head = editable_head(dialogue)
    return head.about, head.decided


def editable_head(dialogue: str) -> RecordHead:
    """Refuses another organisation's, and what has no record yet, as what is not there."""
    with read_transaction(current_engine()) as connection:
        head = publication.find_head(connection, dialogue)
    access.require("record.edit", head.resource if head else Resource(dialogue=dialogue))
    if head is None or head.snapshot is None:
        raise NotFound
    rest()
    return head


def list_people(about: DialogueInfo) -> list[Reachable]:
    """Who chose to be approached later."""
    state = current_runtime().broadcaster(about.id).state()
    with read_transaction(current_engine()) as connection:
        return list_reachable(connection, about, state)


def list_shown(head: RecordHead) -> list[Sentence]:
    assert head.snapshot is not None  # it is one to edit
    with read_transaction(current_engine()) as connection:
        return editing.list_shown(connection, head.about.id, without(head.snapshot, head.hidden))


def _list_all(head: RecordHead) -> list[EditedSentence]:
    assert head.snapshot is not None
    with read_transaction(current_engine()) as connection:
        return editing.list_all(connection, head.about.id, head.snapshot)


def _edit_page(head: RecordHead, form: TextsForm, changed: list[tuple[str, str]] | None = None) -> str:
    about, decided = head.about, head.decided
    assert head.snapshot is not None
    people = list_people(about) if decided.stage == "review" else []
    with read_transaction(current_engine()) as connection:
        readers = notices(connection, about.id, people) if decided.stage == "review" else None
        versions = publication.versions(connection, about.id)
        requests = open_requests(connection, about.id)
    rest()
    now = wall_ms()
    return render_template(
        "records/edit.html",
        about=about,
        decided=decided,
        named_in=listed(places(decided.named_in)),
        form=form,
        differences=changed,
        may_settle=decided.review_ends is not None and now >= decided.review_ends,
        versions=versions,
        counts=editing.count_of_versions(versions, head.snapshot, head.hidden),
        hidden=len(head.hidden),
        requests=requests,
        downloads=head.downloads,
        old_downloads=head.old_downloads,
        waiting=sum(one.answered is None for one in requests),
        notices=readers,
        review_address=address_of(about.id),
        button=ButtonForm(formdata=None),
    )


def signed_in_person() -> str:
    own = authentication.signed_in()
    assert own is not None  # the policy grants it to who is signed in
    return own.person


def _address(dialogue: str) -> str:
    return f"/verslagen/{dialogue}/beheren"


def write_record(action: Callable[[Connection], T]) -> T:
    """Raises PageError where the record is not where this can be done."""
    try:
        return erasure_file.run_and_complete(action)
    except NotNow as refused:
        raise PageError(409, _("Dit kan nu niet"), _refusal(refused.reason)) from None
    except NotTheirs:
        sentence = _("Wat de tafel samen opschreef, blijft zoals de tafel het schreef.")
        raise PageError(409, _("Dit kan hier niet"), sentence) from None


def _refusal(reason: str) -> str:
    sentences: dict[str, str] = {
        "settled": _("Het verslag is vastgesteld. Zet het eerst terug naar concept."),
        "early": _("Het verslag ligt eerst zeven dagen ter inzage."),
        "not_settled": _("Stel het verslag eerst vast. Daarna kiest u wie het leest."),
        "not_there": _("Deze zin staat niet meer in het verslag."),
    }
    return sentences[reason]
