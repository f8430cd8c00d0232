"""Records that an organiser did something with, without their pages."""

from sqlalchemy import Connection, delete, insert

from dialoog.jobs.models import Job
from dialoog.records.actions import choose_audience, move_on
from dialoog.records.follow_up.questions.models import Addressee, Question, Reply
from dialoog.records.looking_back.models import LookingBack
from dialoog.records.models import (
    Archive,
    Audience,
    Download,
    HiddenWord,
    Publication,
    RecordVersion,
    RemovalRequest,
    Sheet,
)
from dialoog.records.report_back.models import ReportBack
from dialoog.records.search.index import index_step
from dialoog.records.themes.models import Theme, ThemeWord
from dialoog.rules.released import SEVEN_DAYS_MS

ORGANISER = "organiser"


def settle(
    connection: Connection, dialogue: str, audience: Audience = "participants", person: str = ORGANISER
) -> None:
    """Lets it lie open for seven days, settles it, and chooses its audience."""
    move_on(connection, dialogue, person, "review", 1)
    move_on(connection, dialogue, person, "final", 1 + SEVEN_DAYS_MS)
    choose_audience(connection, dialogue, person, audience, 2 + SEVEN_DAYS_MS)


def fill_decisions(connection: Connection, dialogue: str) -> None:
    """A row in every table of what organisers decide, none of which changes how the record reads, and its index."""
    number = {"dialogue": dialogue, "number": 1, "at": 1, "stage": "concept", "audience": "participants"}
    connection.execute(insert(Publication).values(dialogue=dialogue))
    connection.execute(insert(RecordVersion).values(**number, introduction="", conclusion="", words=""))
    connection.execute(insert(HiddenWord).values(dialogue=dialogue, word="gone", reason="Een naam.", at=1))
    times = {"created": 1, "expires": 10**15}
    archive = {
        "id": dialogue,
        "organisation": "o",
        "person": "p",
        "format": "pdf",
        "language": "nl",
        "total": 1,
    }
    nothing = {"neighbourhood": "", "since": "", "until": "", "state": "failed"}
    connection.execute(insert(Archive).values(**archive, **nothing, **times))
    file = {"format": "pdf", "audience": "participants", "taker": "seat", "version": 1, "contents": "gone"}
    connection.execute(insert(Download).values(dialogue=dialogue, number=1, at=1, **file))
    connection.execute(
        insert(RemovalRequest).values(id=dialogue, dialogue=dialogue, text="Dat ben ik.", created=1)
    )
    connection.execute(
        insert(ReportBack).values(dialogue=dialogue, number=1, introduction="", closing="", at=1)
    )
    looking_back = {
        "asked_at": 1,
        "is_mailed": False,
        "lang": "nl",
        "amount": "much",
        "text": "Groeten.",
        "at": 1,
    }
    connection.execute(
        insert(LookingBack).values(dialogue=dialogue, seat="s1", link_hash=dialogue.encode(), **looking_back)
    )
    connection.execute(insert(Sheet).values(dialogue=dialogue, title="Klein", changed=1))
    connection.execute(insert(Theme).values(id=dialogue, organisation="linde", name="Helpen", created=1))
    connection.execute(insert(ThemeWord).values(theme=dialogue, dialogue=dialogue, word="gone"))
    gone = {"dialogue": dialogue, "word": "gone"}
    days = {"asked_at": 1, "reply_by": "2026-12-20", "ask_on": "2026-12-20", "ends": "2027-03-20"}
    facts = {"id": dialogue, "is_named": False, "is_of_resident": False, "organisation": "De gemeente"}
    connection.execute(insert(Question).values(**gone, **facts, **days, state="asked"))
    connection.execute(insert(Addressee).values(**gone, name="Wim", lang="nl"))
    said = {"number": 1, "kind": "no", "organisation": "De gemeente", "lang": "nl", "at": 1}
    connection.execute(insert(Reply).values(**gone, **said, written="2026-12-01"))
    while not index_step(connection, dialogue, 1).done:
        pass
    connection.execute(delete(Job).where(Job.kind == "search"))  # the worker did it
