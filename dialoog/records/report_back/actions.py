"""What an organiser does to tell back: write a text, and send it; and taking the report along as a paper. Each in one transaction.

Every function takes the moment `now` in ms since 1970.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, delete, insert, update

from dialoog.records.actions import Changed, NotNow, lock_publication
from dialoog.records.document import CopyInfo
from dialoog.records.downloads.actions import Taker, lock_record, number_copy
from dialoog.records.downloads.contents import contents_of, in_writing, visible_to
from dialoog.records.looking_back.answers import contents_of as answer_contents
from dialoog.records.models import Audience
from dialoog.records.publication import RecordHead, find_head
from dialoog.records.queries import Reachable
from dialoog.records.report_back.mails import MAILED, write_mails
from dialoog.records.report_back.models import ReportBack
from dialoog.records.report_back.queries import TextInfo, last_told, newest_text
from dialoog.records.report_back.report import Report, build_report, read_report, told_of
from dialoog.records.review.publishing import NotPreviewed, digest_of, opened, sign
from dialoog.records.visibility import without

PAPER = "report"
"""What a copy on paper is called among the formats of files."""


def save_text(
    connection: Connection,
    dialogue: str,
    person: str,
    introduction: str,
    closing: str,
    number: int,
    now: int,
) -> None:
    """As the draft, in place of the former one. `number` is that of the text which the form showed. Raises Changed."""
    lock_publication(connection, dialogue)
    stands = newest_text(connection, dialogue)
    if stands.number != number:
        raise Changed
    if (stands.introduction, stands.closing) == (introduction, closing):
        return
    draft = ReportBack.dialogue == dialogue, ReportBack.sent.is_(None)
    connection.execute(delete(ReportBack).where(*draft))
    text = TextInfo(number=number + 1, introduction=introduction, closing=closing, at=now)
    _insert(connection, dialogue, text, person)


def seal_of(report: Report, former: int, secret: str) -> str:
    """What the preview sends along. `former`: the number of the text that was sent last, or 0, so that a button pressed twice sends once."""
    return sign(_sealed(report, former), secret)


def send_back(
    connection: Connection, dialogue: str, person: str, seal: str, secret: str, people: Collection[Reachable], now: int
) -> None:  # fmt: skip
    """Makes the newest text what readers read, and mails it to those of `people` who gave an address. What was sent exactly so is not
    sent again. Raises NotNow where the record is not settled, and NotPreviewed where something changed since it was looked at."""
    if lock_publication(connection, dialogue).stage != "final":
        raise NotNow("not_settled")
    head = find_head(connection, dialogue)
    report = build_report(connection, head, head.newest_text) if head else None
    if head is None or report is None:
        raise NotNow("not_there")
    text, seen = head.newest_text, opened(seal, secret)
    newest, former = (*last_told(connection, dialogue), 0, 0)[:2]
    if newest and seen == _sealed(report, former):
        return
    if seen != _sealed(report, newest):
        raise NotPreviewed
    mailed = write_mails(connection, head.about, people, now)
    taker = Taker("account", person)
    copy = _number(connection, head, "participants", MAILED, taker, now).number if mailed else None
    if text.number == 0 or text.sent is not None:
        text = msgspec.structs.replace(text, number=text.number + 1, at=now)
        _insert(connection, dialogue, text, person)
    this = ReportBack.dialogue == dialogue, ReportBack.number == text.number
    connection.execute(update(ReportBack).where(*this).values(sent=now, person=person, copy=copy))


def take_paper(
    connection: Connection, dialogue: str, audience: Audience, taker: Taker, now: int
) -> Report | None:
    """The report as this audience reads it now, with the number of its copy; None where there is none."""
    lock_record(connection, dialogue)
    head = find_head(connection, dialogue)
    report = read_report(connection, head, audience) if head else None
    if head is None or report is None:
        return None
    copy = _number(connection, head, audience, PAPER, taker, now)
    return msgspec.structs.replace(report, record=msgspec.structs.replace(report.record, copy=copy))


def _sealed(report: Report, former: int) -> list[object]:
    return [report.record.id, "report", former, digest_of(report)]


def _number(
    connection: Connection, head: RecordHead, audience: Audience, format: str, taker: Taker, now: int
) -> CopyInfo:
    assert head.snapshot is not None  # of what has no record there is no report
    dialogue, shown = head.about.id, told_of(without(head.snapshot, head.hidden))
    contents = contents_of(connection, dialogue, visible_to(audience, shown))
    written = in_writing(contents | answer_contents(connection, dialogue, audience))
    return number_copy(connection, dialogue, written, audience, format, taker, head.decided.number, now)


def _insert(connection: Connection, dialogue: str, text: TextInfo, person: str) -> None:
    connection.execute(
        insert(ReportBack).values(
            dialogue=dialogue, person=person, **msgspec.structs.asdict(text) | {"sent": None, "copy": None}
        )
    )
