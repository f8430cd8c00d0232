"""The sheet as plain strings, numbers and lists, for the template that is set in letters; and how full each of its four sides is.

People's words come from the record as everybody may read it, so nothing stands on a sheet that would not stand on a public page.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from flask_babel import get_locale
from flask_babel import gettext as _

from dialoog.records.document import Document
from dialoog.records.exports.paper import spoken
from dialoog.records.exports.pdf import query_paper
from dialoog.records.exports.phrases import how_it_stands, source_name, table_of, together, who
from dialoog.records.recorded_words import RecordedWords
from dialoog.records.sheet.queries import SheetInfo
from dialoog.web import qr
from dialoog.web.formats import date_with_year, day, first_upper, listed
from dialoog.web.languages import isolate

Data = dict[str, Any]

TEMPLATE = "sheet"
LINE_MM = 7.0
"""About one line of what is read on it."""


class Side(msgspec.Struct, frozen=True):
    """One of the four: `front`, `back`, `left` or `right`, with the height of what stands on it and of the room for it, in mm."""

    side: str
    need: float
    room: float

    @property
    def lines_left(self) -> int:
        """How many more lines fit; below zero, how many there are too many."""
        return int((self.room - self.need) // LINE_MM)

    @property
    def is_too_full(self) -> bool:
        return self.need > self.room


def parts_of(record: Document) -> dict[str, tuple[RecordedWords, ...]]:
    """The sentences that may be chosen, by part of the sheet. The first chosen of `words` stands on the front."""
    return {
        "words": record.contributions,
        "insights": record.insights,
        "goals": record.goals,
        "tensions": record.tensions,
        "agreements": record.agreements_by_day,
        "questions": record.questions,
        "sources": record.sources,
    }


def chosen_first(part: Iterable[RecordedWords], words: tuple[str, ...]) -> list[RecordedWords]:
    """The chosen ones in their order, then the others in that of the record."""
    at = {word: number for number, word in enumerate(words)}
    return sorted(part, key=lambda one: at.get(one.id, len(at)))


def measure_sides(data: Data) -> list[Side]:
    """Occupies the processor as setting does: it runs beside the loop of the phones."""
    return msgspec.convert(query_paper(TEMPLATE, data, "<side>"), list[Side])


def sheet_on_paper(record: Document, sheet: SheetInfo, address: str, made: datetime) -> Data:
    """`address`: where everybody reads the record; empty where they may not. `made`: the moment of this copy."""
    about, chosen = record.about, set(sheet.words)
    parts = {
        name: [one for one in chosen_first(part, sheet.words) if one.id in chosen]
        for name, part in parts_of(record).items()
    }
    front, words = parts["words"][:1], parts["words"][1:]
    where = about.neighbourhood or about.municipality
    people = table_of(record.measures.seats)
    return {
        "language": str(get_locale()),
        "lang": about.lang,
        "title": sheet.title or first_upper(about.theme or about.title),
        "introduction": sheet.introduction,
        "kicker": about.title,
        "author": about.organised_by or about.organisation or about.title,
        "proof": "" if record.stage == "final" else _("Proef. Nog niet uitdelen."),
        "seats": record.measures.seats,
        "front": spoken(front[0]) if front else None,
        "when": first_upper(day(record.began or record.saved)),
        "where": f"{where}. {people}" if where else people,
        "by": _("Georganiseerd door %(name)s.", name=about.organised_by) if about.organised_by else "",
        "left": _sections(
            (_("Wat we samen zagen"), [spoken(one) | {"below": ""} for one in parts["insights"]]),
            (_("Waar we samen naartoe willen"), [spoken(one) | {"below": ""} for one in parts["goals"]]),
            (_("Wat schuurt"), [spoken(one) | {"below": ""} for one in parts["tensions"]]),
        ),
        "words": [spoken(one) for one in words],
        "agreements": [_agreement(one) for one in parts["agreements"]],
        "right": _sections(
            (_("Kunt u helpen?"), [spoken(one) | {"below": ""} for one in parts["questions"]]),
            (_("Wat we kunnen delen"), [spoken(one) | {"below": _offer(one)} for one in parts["sources"]]),
        ),
        "call": _("Bel %(name)s.", name=sheet.contact) if sheet.contact else "",
        "phone": sheet.phone,
        "visit": f"{sheet.visit.rstrip('.')}." if sheet.visit else "",
        "address": address.partition("//")[2],
        "qr": _code(address) if address else "",
        "labels": _labels(sheet, address.partition("//")[2]),
        "state": _state(record, sheet, made),
    }


def _sections(*sections: tuple[str, list[Data]]) -> list[Data]:
    return [{"heading": heading, "lines": lines} for heading, lines in sections if lines]


def _agreement(one: RecordedWords) -> Data:
    """What was done is said, and what was let go; of what takes longer the day that holds now, and not that it is late."""
    is_done = one.became is not None and one.became.outcome == "done"
    stands = how_it_stands(one) if not one.stands or _is_released(one) else ""
    day_of = date_with_year(one.day) if one.day else ""
    state = stands[:1].lower() + stands[1:]
    return spoken(one) | {
        "done": how_it_stands(one) if is_done else "",
        "below": listed(filter(None, (day_of, together(one), state))),
        "who": who(one),
    }


def _is_released(one: RecordedWords) -> bool:
    return one.became is not None and one.became.outcome == "released"


def _offer(one: RecordedWords) -> str:
    kind = source_name(one.source) if one.source else ""
    return listed(filter(None, (kind, one.name)))


def _labels(sheet: SheetInfo, address: str) -> dict[str, str]:
    has_contact = bool(sheet.contact or sheet.phone or sheet.visit)
    return {
        "join": _("Wilt u meedoen, of iets vragen?") if has_contact else "",
        "visit": _("Of loop binnen:") if sheet.contact or sheet.phone else _("Loop binnen:"),
        "more": _("Meer lezen?"),
        "scan": _("Richt uw telefoon op het vierkant, of ga naar"),
        "no_internet": _("Geen internet? Vraag het verslag op papier.") if has_contact else "",
        "code": _("QR-code naar %(address)s", address=address),
        "words": _("In onze eigen woorden"),
        "agreements": _("Wat we gaan doen"),
        "nothing_is_fine": _("Niets is ook goed."),
    }


def _state(record: Document, sheet: SheetInfo, made: datetime) -> list[str]:
    about, of = record.about, date_with_year(made)
    return [
        _("Alle zinnen staan hier omdat de mensen die ze zeiden dat goed vinden."),
        _("%(who)s, %(day)s.", who=isolate(about.organisation or about.title), day=of),
        _("Vouwblad nummer %(number)s, kopie %(copy)s.", number=sheet.number, copy=record.copy.number)
        if record.copy
        else _("Vouwblad nummer %(number)s.", number=sheet.number),
    ]


def _code(address: str) -> str:
    """Without the border that a code brings along: the paper around it is white."""
    code, border = qr.code(address), qr.QUIET_ZONE
    side = code.size - 2 * border
    view = f"{border},{border},{side},{side}"  # with spaces it would be kept together like a phone number
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}"><path fill="#000" d="{code.d}"/></svg>'
