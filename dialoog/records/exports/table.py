"""The record as a table: a row for every sentence, and one for every step with its time. CSV and XLSX are made of it."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from flask_babel import gettext as _

from dialoog.jobs.schedule import TIME_ZONE
from dialoog.records.document import Document
from dialoog.records.exports.phrases import (
    copy_mark,
    how_it_stands,
    kind_name,
    reply_said,
    reply_text,
    source_name,
    step_title,
    supporters,
    together,
    who,
)
from dialoog.records.exports.timeline import timeline
from dialoog.records.recorded_words import RecordedWords
from dialoog.web.languages import written_right_to_left


class Column(msgspec.Struct, frozen=True):
    """`meaning` explains it to who opens the file."""

    name: str
    meaning: str


class Table(msgspec.Struct, frozen=True):
    """Every cell is text, and every row has a cell for each column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    copy_mark: str


TIME = ("planned", "lasted", "silence", "rest")
"""The last columns but one, which steps fill and sentences do not."""


def build_table(record: Document, made: datetime) -> Table:
    """Within a request: columns are named in the reader's language. `made`: the moment of this copy."""
    columns = (
        Column(_("Nummer"), _("Het kenmerk van de zin. In elk bestand en op de pagina is het hetzelfde.")),
        Column(_("Soort"), _("Wat voor zin het is: een ervaring, een vraag, een afspraak en zo verder.")),
        Column(_("Stap"), _("Bij welke stap van de avond de zin hoort, of de stap zelf. Leeg bij de oogst.")),
        Column(
            _("Wie"),
            _("De naam, als die in het verslag mag. Anders: iemand aan tafel. Leeg bij wat van de groep is."),
        ),
        Column(_("Zin"), _("De woorden zelf, in de taal waarin ze gezegd zijn.")),
        Column(_("Taal"), _("De taal van de zin: nl, en, ar, tr of een andere.")),
        Column(_("Vertaling"), _("Dezelfde zin in een andere taal, als die er is, met de taal ervoor.")),
        Column(_("Aanbod"), _("Bij een aanbod: tijd, kennis, netwerk, ruimte of faciliteiten.")),
        Column(_("Datum"), _("Bij een afspraak: wanneer het klaar is, als jaar-maand-dag.")),
        Column(
            _("Stand"),
            _(
                "Bij een afspraak: afgesproken, gedaan, nog bezig, verplaatst of losgelaten; of nog een idee. Bij een vraag: gevraagd, tussenbericht, beantwoord of weer open."
            ),
        ),
        Column(_("Stand sinds"), _("Bij een afspraak: wanneer dat geantwoord is, als jaar-maand-dag.")),
        Column(
            _("Nieuwe datum"), _("Bij een verplaatste afspraak: de dag die nu geldt, als jaar-maand-dag.")
        ),
        Column(_("Toelichting"), _("Bij een afspraak: wat de eigenaar erbij schreef.")),
        Column(_("Samen met"), _("Bij een afspraak: wie er nog meer meedoen.")),
        Column(_("Gesteund door"), _("Bij een doel: wie het steunen.")),
        Column(_("Rust op"), _("Bij een inzicht: de nummers van de zinnen waar het uit komt.")),
        Column(
            _("Antwoord op"),
            _("Bij een aanbod of afspraak: de nummers van de vragen waar het een antwoord op is."),
        ),
        Column(_("Gevraagd aan"), _("Bij een vraag: wie om antwoord is gevraagd.")),
        Column(_("Antwoord voor"), _("Bij een vraag: wanneer het antwoord er zou zijn, als jaar-maand-dag.")),
        Column(_("Antwoorden"), _("Bij een vraag: elk antwoord, met wat het is en van wanneer.")),
        Column(_("Gepland"), _("Bij een stap: hoe lang hij zou duren.")),
        Column(_("Duurde"), _("Bij een stap: hoe lang hij duurde, tot de volgende begon.")),
        Column(_("Stilte"), _("Bij een stap: hoeveel stilte erin was.")),
        Column(_("Rust"), _("Bij een stap: hoeveel rust erin was.")),
        Column(
            _("Kopie"),
            _("Welk bestand dit is en van wanneer. Wat daarna is ingetrokken, hoort hier niet meer in."),
        ),
    )
    mark = copy_mark(record, made)
    steps = timeline(record)
    without_time, only_time = ("",) * len(TIME), ("",) * (len(columns) - len(TIME) - 4)
    rows = (
        *((*row, *without_time, mark) for row in _rows(record)),
        *(("", _("stap"), step.title, *only_time, *step.cells[1:], mark) for step in steps),
    )
    return Table(record.about.theme or record.about.title, columns, rows, mark)


def _rows(record: Document) -> Iterator[tuple[str, ...]]:
    for part in (
        record.insights,
        record.agreements,
        record.questions,
        record.sources,
        record.goals,
        record.tensions,
    ):
        for words in part:
            yield _row(words, "")
    for step in record.steps:
        for words in step.words:
            yield _row(words, step_title(step))


def _row(words: RecordedWords, step: str) -> tuple[str, ...]:
    became = words.became
    return (
        words.id,
        kind_name(words.kind),
        step,
        "" if words.of_table else who(words),
        words.text,
        words.lang,
        " / ".join(f"{language}: {_within(text)}" for language, text in words.translations.items()),
        source_name(words.source) if words.source else "",
        words.due or "",
        how_it_stands(words) if words.kind in ("agreement", "question") else "",
        became.at.astimezone(TIME_ZONE).date().isoformat() if became else "",
        became.moved_to or "" if became else "",
        became.note if became else "",
        together(words),
        supporters(words),
        ", ".join(words.rests_on),
        ", ".join(words.answers),
        words.put_to.organisation if words.put_to else "",
        words.put_to.reply_by if words.put_to else "",
        " / ".join(f"{reply_said(one)}: {_within(reply_text(one))}" for one in words.put_to.replies)
        if words.put_to
        else "",
    )


def _within(text: str) -> str:
    """Beside other text in a cell: the mark keeps the full stop of an Arabic sentence on its left."""
    return f"{text}\u200f" if written_right_to_left(text) else text
