"""Many records as one zip (`/verslagen/zip`): asking for it, seeing how far it is, and fetching it.

While it is made, the page's script asks its address how far it is; without a script there is a link.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec
from flask import Blueprint, Response, redirect, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue as Page
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from dialoog.accounts import access
from dialoog.accounts.policy import Scope
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.live.runtime import current_runtime
from dialoog.live.time_slices import rest
from dialoog.records.archives import files
from dialoog.records.archives.actions import Wish, ask
from dialoog.records.archives.forms import NAMES, ArchiveForm
from dialoog.records.archives.queries import ArchiveInfo, archives_of
from dialoog.records.document import moment
from dialoog.records.pages import redirect_to_sign_in
from dialoog.records.queries import list_choices
from dialoog.web.blocking import run_blocking
from dialoog.web.formats import day

pages = Blueprint("record_archives", __name__)
pages.register_error_handler(access.Unauthorized, redirect_to_sign_in)
AGAIN_SECONDS = 5
BLOCK = 256 * 1024


@pages.get("/verslagen/zip")
@access.allow("record.edit")
def archives() -> Page:
    organisation, person = _own()
    form = ArchiveForm(formdata=None)
    return _page(form, organisation, person)


@pages.post("/verslagen/zip")
@access.allow("record.edit")
def send() -> Page:
    organisation, person = _own()
    form = ArchiveForm()
    form.offer(_neighbourhoods(organisation))
    if not form.validate():
        return _page(form, organisation, person), 400
    wish = Wish(
        form.format.data,
        str(get_locale()),
        form.neighbourhood.data or "",
        form.since.data or "",
        form.until.data or "",
    )
    archive = run_in_transaction(
        current_engine(), lambda connection: ask(connection, organisation, person, wish, wall_ms())
    )
    if archive is None:
        form.neighbourhood.errors = [_("Hier is geen verslag bij.")]
        return _page(form, organisation, person), 400
    return redirect(f"/verslagen/zip/{archive}", 303)


class ArchiveState(msgspec.Struct, frozen=True):
    """What the page of a zip says, and what its script is told; `done` is None once nothing is being made."""

    sentence: str
    label: str
    address: str
    done: int | None = None


@pages.get("/verslagen/zip/<archive>")
@access.allow("record.edit")
def one_archive(archive: str) -> Page:
    """The page, or for its script the state as JSON: it changes what became of it, and who reads the page keeps their place."""
    info = _find(archive)
    state = _state(info)
    if request.accept_mimetypes.best == "application/json":
        return Response(msgspec.json.encode(state), mimetype="application/json")
    name = NAMES.get(info.format, info.format)
    return render_template(
        "records/archive.html", archive=info, state=state, format=name, again_seconds=AGAIN_SECONDS
    )


def _state(info: ArchiveInfo) -> ArchiveState:
    here, new = f"/verslagen/zip/{info.id}", "/verslagen/zip"
    match info.state:
        case "making":
            sentence = _("%(done)s van %(total)s verslagen staan erin.", done=info.done, total=info.total)
            return ArchiveState(sentence, _("Kijk nu"), here, info.done)
        case "ready":
            number = ngettext("%(num)s verslag staat erin.", "%(num)s verslagen staan erin.", info.total)
            until = _("Het blijft tot %(day)s. Trekt iemand een zin in, dan is het meteen weg.", day=day(moment(info.expires)))  # fmt: skip
            return ArchiveState(f"{number} {until}", _("Haal het op"), f"{here}/bestand")
        case "withdrawn":
            gone = _("Dit zipbestand is weg: er ging iets uit een verslag dat erin stond. Haalde u het al op, gooi het dan weg.")  # fmt: skip
            return ArchiveState(gone, _("Vraag een nieuw"), new)
        case _:
            return ArchiveState(_("Het is niet gelukt. Vraag het later nog eens."), _("Vraag een nieuw"), new)


@pages.get("/verslagen/zip/<archive>/bestand")
@access.allow("record.edit")
def fetch(archive: str) -> Response:
    """Sends it block by block; each is read beside the loop of the phones."""
    info = _find(archive)
    path = files.path_of(current_runtime().settings.folder, archive)
    if info.state != "ready" or info.expires <= wall_ms() or not path.is_file():
        raise NotFound
    response = Response(stream_with_context(_blocks(path)), mimetype="application/zip")
    response.headers["Content-Length"] = str(path.stat().st_size)
    response.headers["Content-Disposition"] = 'attachment; filename="verslagen.zip"'
    return response


def _blocks(path: Path) -> Iterator[bytes]:
    """Raises FileNotFoundError once the file is removed, so that the rest of it goes to nobody."""
    with run_blocking(_open, path) as file:
        while block := run_blocking(file.read, BLOCK):
            if not os.fstat(file.fileno()).st_nlink:
                raise FileNotFoundError(path)
            yield block


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _own() -> tuple[str, str]:
    """The organisation that this session is about, and who is signed in; refuses who may not edit its records."""
    return access.require_own_organisation("record.edit"), access.require_person("record.edit").person


def _find(archive: str) -> ArchiveInfo:
    organisation, person = _own()
    with read_transaction(current_engine()) as connection:
        found = archives_of(connection, organisation, person, archive)
    if not found:
        raise NotFound
    return found[0]


def _neighbourhoods(organisation: str) -> tuple[str, ...]:
    with read_transaction(current_engine()) as connection:
        return list_choices(connection, Scope(organisations=frozenset({organisation}))).neighbourhoods


def _page(form: ArchiveForm, organisation: str, person: str) -> str:
    rest()
    form.offer(_neighbourhoods(organisation))
    rest()
    with read_transaction(current_engine()) as connection:
        own = archives_of(connection, organisation, person)
    return render_template("records/archives.html", form=form, archives=own, formats=NAMES)
