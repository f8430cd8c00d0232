"""Many records as one zip (`/verslagen/zip`): asking for it, seeing how far it is, and fetching it.

The page of a zip that is being made loads itself again, by a header, so without a script.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from flask import Blueprint, Response, redirect, render_template, stream_with_context
from flask.typing import ResponseReturnValue as Page
from flask_babel import get_locale
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
from dialoog.records.pages import redirect_to_sign_in
from dialoog.records.queries import list_choices
from dialoog.web.blocking import run_blocking

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


@pages.get("/verslagen/zip/<archive>")
@access.allow("record.edit")
def one_archive(archive: str) -> Page:
    """While it is made, the script asks again and changes what became of it: who reads the page keeps their place."""
    info = _find(archive)
    name = NAMES.get(info.format, info.format)
    return render_template("records/archive.html", archive=info, format=name, again_seconds=AGAIN_SECONDS)


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
