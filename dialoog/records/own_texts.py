"""What organisers typed themselves about a dialogue, and which of it names somebody: words of others stand nowhere else."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy
from flask_babel import gettext as _
from sqlalchemy import Connection, insert, select, update

from dialoog.jobs.mentions import mentions
from dialoog.live.models import Dialogue
from dialoog.live.plan import LONGEST
from dialoog.records.follow_up.models import Agreement
from dialoog.records.follow_up.questions.models import Addressee, Question, Reply
from dialoog.records.looking_back.models import LookingBack
from dialoog.records.models import HiddenWord, Publication, RecordVersion, RemovalRequest, Sheet
from dialoog.records.report_back.models import ReportBack
from dialoog.records.themes.models import Theme, ThemeWord

_dialogue = Dialogue.__table__.columns
_gatherings = sqlalchemy.table(
    "gatherings", sqlalchemy.column("dialogue"), *(sqlalchemy.column(name) for name in LONGEST)
)
_theme_names = (
    select(Theme.name, ThemeWord.dialogue).join(ThemeWord, ThemeWord.theme == Theme.id).subquery("themes")
)
OWN_TEXTS: list[tuple[Any, Any, tuple[str, ...]]] = [
    (Dialogue.__table__, _dialogue.id, tuple(LONGEST)),
    (_gatherings, _gatherings.c.dialogue, tuple(LONGEST)),
    *(
        (kind.__table__, kind.__table__.c.dialogue, columns)
        for kind, columns in (
            (Publication, ("conclusion", "introduction")),
            (RecordVersion, ("conclusion", "introduction")),
            (HiddenWord, ("reason",)),
            (RemovalRequest, ("reason",)),
            (ReportBack, ("introduction", "closing")),
            (Sheet, ("title", "introduction", "contact", "visit")),
            (Agreement, ("note", "caller")),
            (LookingBack, ("text", "caller")),
            (Question, ("organisation",)),
            (Addressee, ("name", "mail", "phone")),
            (Reply, ("organisation", "text", "enterer", "judge", "remark")),
        )
    ),
    (_theme_names, _theme_names.c.dialogue, ("name",)),
]
"""Where an organiser types text of their own about a dialogue: the table, its column with the dialogue's id, its text columns."""


def own_texts_naming(connection: Connection, dialogue: str, name: str) -> list[str]:
    """The texts of an organiser's own about this dialogue in which this name stands as a word, whatever its capitals; each once."""
    return list(dict.fromkeys(text for _table, text in _naming(connection, dialogue, name)))


def note_naming(connection: Connection, dialogue: str, name: str) -> None:
    """Notes where this name of a person who is erased still stands, by the names of tables: the organiser reads it over, for a program
    cannot know whether it is the same person."""
    found = {table for table, _text in _naming(connection, dialogue, name)}
    if not found:
        return
    own = Publication.dialogue == dialogue
    former = connection.execute(select(Publication.named_in).where(own)).scalar()
    if former is None:
        connection.execute(insert(Publication).values(dialogue=dialogue))
    named_in = " ".join(sorted(found.union((former or "").split())))
    connection.execute(update(Publication).where(own).values(named_in=named_in))


def _naming(connection: Connection, dialogue: str, name: str) -> Iterator[tuple[str, str]]:
    """Table and text."""
    for table, id_column, columns in OWN_TEXTS if name else []:
        query = select(*(table.c[column] for column in columns)).where(id_column == dialogue)
        for row in connection.execute(query):
            yield from ((table.name, text) for text in row if text and mentions(text, name))


def places(named_in: str) -> list[str]:
    """What `note_naming` noted, as an organiser calls it, in the reader's language."""
    evening, questions, reason = (
        _("de gegevens van de avond"),
        _("een vraag of een antwoord erop"),
        _("uw reden om een zin te verbergen"),
    )
    names = {
        "dialogues": evening,
        "gatherings": evening,
        "publications": _("uw tekst boven het verslag"),
        "record_versions": _("een eerdere versie van uw tekst"),
        "hidden_words": reason,
        "removal_requests": reason,
        "report_backs": _("wat u terugvertelde"),
        "sheets": _("het vouwblad"),
        "agreements": _("wat er van een afspraak werd"),
        "looking_back": _("wat er veranderde"),
        "questions": questions,
        "addressees": questions,
        "question_replies": questions,
        "themes": _("een thema"),
    }
    return list(dict.fromkeys(names[table] for table in named_in.split() if table in names))
