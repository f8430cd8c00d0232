"""What was counted over the whole table (V4: of nobody alone), and what counting does not say: alike on the page, on paper and in every file."""

from collections.abc import Iterator

import msgspec
from flask_babel import gettext as _
from flask_babel import ngettext

from dialoog.records.document import Document


class Measure(msgspec.Struct, frozen=True):
    """`share`, from 0 to 1, is drawn where there is one."""

    label: str
    text: str
    share: float | None = None


def measures(record: Document) -> Iterator[Measure]:
    """A public record has fewer; what it has not is not named."""
    counted = record.measures
    yield Measure(_("Zinnen in dit verslag"), str(len(record.sentences)))
    if counted.turns:
        minutes = round((counted.speaking_seconds or 0) / 60)
        took = ngettext("samen %(num)s minuut", "samen %(num)s minuten", minutes)
        yield Measure(_("Beurten"), f"{counted.turns}, {took}" if minutes else str(counted.turns))
    if counted.turns and counted.first_offer_coverage is not None:
        yield _share(_("Kreeg een beurt aangeboden"), counted.first_offer_coverage)
    if counted.resident_share is not None:
        yield _share(_("Zinnen van bewoners"), counted.resident_share)


def caveats(record: Document) -> Iterator[str]:
    """Of what this record tells: who reads no minutes need not know how they were counted."""
    counted = record.measures
    yield _("Tellen zegt niet alles.")
    if counted.turns and counted.speaking_seconds:
        yield _(
            "Een beurt telt van begin tot eind, ook als het even stil was. Hoelang iemand echt praatte, weten we niet. Veel praten is niet hetzelfde als goed praten."
        )
    if counted.turns or counted.everyone_had_a_turn:
        yield _("Aan de beurt zijn is niet hetzelfde als gehoord worden: dat weet alleen wie er zat.")
    yield _("Over wie er niet was, zegt dit verslag niets.")


def _share(label: str, share: float) -> Measure:
    return Measure(label, f"{share:.0%}", share)
