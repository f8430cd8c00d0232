"""Reads a history and the final journal, and says what was not kept: a list of findings, empty where all is well.

    lost         acknowledged, but not in the journal at that version with that content
    phantom      in the journal or shown, and sent by nobody; or a text that is not the normalised input
    doubled      one id or one content twice, or answered in two ways
    reordered    versions with gaps, one phone's commands out of its order, another order for another observer
    leaked       a command or a document of another dialogue, or another seat's own
    left behind  a client that ended with an older version or with other content than who comes anew

Pure, and one pass per question. The checker is tested with servers that break one promise each (test_planted.py).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from tests.reliability import expected, observers
from tests.reliability.final import Final, Row
from tests.reliability.history import Entry

Fault = Literal["lost", "phantom", "doubled", "reordered", "leaked", "left behind"]
AT_MOST_SHOWN = 20

BECOMES = {
    "write": ("words_written",),
    "change_words": ("words_changed",),
    "choose_language": ("language_chosen",),
    "change_name": ("name_changed", "name_requested"),
    "change_pronunciation": ("pronunciation_changed",),
    "take_seat": ("seat_taken",),
    "give_consent": ("consent_given",),
    "order_circle": ("circle_ordered",),
    "theme_screen": ("screen_themed",),
    "tick_words": ("words_ticked",),
    "keep_words": ("words_kept",),
    "give_time": ("time_given",),
    "ask_help": ("help_asked",),
}
"""Commands and what the journal calls them; of other kinds the checker knows only that they were sent."""
OF_NOBODY = ("ask_rest", "ask_help")
"""T19: the journal does not say who."""


class Finding(NamedTuple):
    fault: Fault
    what: str

    def __str__(self) -> str:
        return f"{self.fault}: {self.what}"


@dataclass
class Sent:
    """One command of one client, with every sending of it and every answer: (number, answer, version, content)."""

    first: Entry
    sendings: list[Entry] = field(default_factory=list)
    answers: list[tuple[Entry, Entry]] = field(default_factory=list)
    """(sending, answer)."""

    @property
    def all_answered(self) -> bool:
        return len(self.answers) == len(self.sendings)

    def answered(self, answer: str) -> Iterator[tuple[Entry, Entry]]:
        return ((sending, reply) for sending, reply in self.answers if reply.answer == answer)

    @property
    def acknowledged(self) -> list[Entry]:
        return [reply for _, reply in self.answered("ok")]


Commands = dict[tuple[str, str], Sent]


def check(entries: Sequence[Entry], final: Final) -> list[Finding]:
    commands = _commands(entries)
    here = {sent.first.dialogue for sent in commands.values()} | {e.dialogue for e in entries if e.dialogue}
    rows = [row for row in final.rows if row.dialogue in here]
    return [
        *_gaps(rows),
        *_kept(commands, rows),
        *_nobody_sent(commands, rows),
        *_once(commands, rows),
        *_as_typed(commands, rows, final),
        *_in_real_time(commands, rows),
        *_in_order_of_each_socket(entries, rows),
        *(Finding(*found) for found in observers.check(entries, commands, rows)),
    ]


def report(findings: Sequence[Finding]) -> str:
    """What a failed run says; empty where nothing was found."""
    more = [f"... and {len(findings) - AT_MOST_SHOWN} more"] if len(findings) > AT_MOST_SHOWN else []
    return "\n".join([*map(str, findings[:AT_MOST_SHOWN]), *more])


def counted(findings: Sequence[Finding]) -> str:
    """How many of each fault: "0 lost, 0 phantom, 0 doubled, ..."."""
    times = Counter(finding.fault for finding in findings)
    return ", ".join(f"{times[fault]} {fault}" for fault in get_args(Fault))


def _commands(entries: Iterable[Entry]) -> Commands:
    commands: Commands = {}
    sendings: dict[int, Entry] = {}
    for entry in entries:
        if entry.what == "invoke":
            sendings[entry.n] = entry
            commands.setdefault((entry.dialogue, entry.id), Sent(entry)).sendings.append(entry)
        elif entry.what in ("ok", "fail", "unknown"):
            sending = sendings[entry.of]
            commands[sending.dialogue, sending.id].answers.append((sending, entry))
    return commands


def _gaps(rows: Iterable[Row]) -> Iterator[Finding]:
    versions = defaultdict(list)
    for row in rows:
        versions[row.dialogue].append(row.version)
    for dialogue, numbers in versions.items():
        if numbers != list(range(1, len(numbers) + 1)):
            missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
            yield Finding("reordered", f"versions of {dialogue} with gaps at {missing[:10]}")


def _kept(commands: Commands, rows: Iterable[Row]) -> Iterator[Finding]:
    by_place = {(row.dialogue, row.version): row for row in rows}
    ids = {(row.dialogue, row.id) for row in rows}
    for (dialogue, id), sent in commands.items():
        for sending, reply in sent.answered("ok"):
            row = by_place.get((dialogue, reply.version)) if reply.version is not None else None
            if reply.version is None and (dialogue, id) in ids:
                continue
            if row is None or row.id != id or not _says(row, sending):
                where = f"{sending.client}, {sending.kind} {id}"
                yield Finding("lost", f"{where}: answered ok at {reply.version}, where the journal has {row}")


def _says(row: Row, sending: Entry) -> bool:
    """Whether this row can be what became of this sending."""
    becomes = BECOMES.get(sending.kind, ())
    if becomes and not {*becomes} & {*row.kinds}:
        return False
    facts = next((fields for kind, fields in row.events if kind in becomes), {})
    return all(
        facts[name] == reply for name, reply in sending.content.items() if name in facts and name not in TYPED
    )


TYPED = ("name", "text", "seats", "seat")
"""Never in the journal, or named otherwise there."""


def _nobody_sent(commands: Commands, rows: Iterable[Row]) -> Iterator[Finding]:
    elsewhere = defaultdict(set)
    for dialogue, id in commands:
        elsewhere[id].add(dialogue)
    for row in rows:
        sent = commands.get((row.dialogue, row.id))
        place = f"version {row.version} of {row.dialogue}"
        if sent is None:
            if row.id.startswith("house"):
                continue
            if row.id in elsewhere:
                yield Finding("leaked", f"{place} is {row.id}, which was sent to {sorted(elsewhere[row.id])}")
            else:
                yield Finding("phantom", f"{place} is {row.kinds} of {row.id}, sent by nobody")
            continue
        first = sent.first
        if first.kind not in OF_NOBODY and first.seat is not None and row.seat != first.seat:
            yield Finding("phantom", f"{place} says {row.seat}, but {first.seat} sent {row.id}")
        if sent.answers and all(reply.answer == "refused" for _, reply in sent.answers) and sent.all_answered:
            yield Finding("phantom", f"{place} is {row.id}, which was refused")


def _once(commands: Commands, rows: Iterable[Row]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        if (row.dialogue, row.id) in seen:
            first = seen[row.dialogue, row.id]
            yield Finding(
                "doubled", f"{row.id} is version {first} and version {row.version} of {row.dialogue}"
            )
        seen[row.dialogue, row.id] = row.version
    written: dict[tuple[str, str], int] = {}
    for row in rows:
        for kind, fields in row.events:
            if kind in ("words_written", "seat_taken"):
                thing = fields.get("word") or fields["seat"]
                if (row.dialogue, thing) in written:
                    yield Finding(
                        "doubled", f"{thing} was made twice in {row.dialogue}: version {row.version}"
                    )
                written[row.dialogue, thing] = row.version
    for (dialogue, id), sent in commands.items():
        oks = list(sent.answered("ok"))
        if len({reply.version for _, reply in oks}) > 1:
            yield Finding("doubled", f"{id} was answered with {sorted({str(t.version) for _, t in oks})}")
        if len({_content(sending) for sending, _ in oks}) > 1:
            yield Finding("doubled", f"{id} was taken with two contents in {dialogue}")
        if oks:
            same = {_content(sending) for sending, _ in oks}
            first = oks[0][1].n
            for sending, reply in sent.answers:
                if reply.n > first and reply.answer in ("refused", "late") and _content(sending) in same:
                    yield Finding(
                        "doubled", f"{id} was ok, and {reply.answer} ({reply.why}) when it was sent again"
                    )


def _content(sending: Entry) -> bytes:
    return msgspec.json.encode((sending.desk, sending.seat, sending.kind, sending.content), order="sorted")


def _as_typed(commands: Commands, rows: Iterable[Row], final: Final) -> Iterator[Finding]:
    """The texts that the journal leads to, made anew from what was typed, against the texts that are there."""
    texts: dict[tuple[str, str], str | None] = {}
    names: dict[tuple[str, str], str | None] = {}
    requested: dict[tuple[str, str], str | None] = {}
    by_content: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        sent = commands.get((row.dialogue, row.id))
        typed = _accepted(sent).content if sent else {}
        for kind, fields in row.events:
            if kind in ("words_written", "words_changed") and "text" in typed:
                texts[row.dialogue, fields["word"]] = expected.words(typed["text"])
            elif kind in ("seat_taken", "name_changed") and "name" in typed:
                names[row.dialogue, fields["seat"]] = expected.name(typed["name"])
            elif kind == "name_requested" and "name" in typed:
                requested[row.dialogue, fields["seat"]] = expected.name(typed["name"])
            elif kind == "name_accepted":
                names[row.dialogue, fields["seat"]] = requested.get((row.dialogue, fields["seat"]))
            elif kind == "words_withdrawn":
                texts.pop((row.dialogue, fields["word"]), None)
            elif kind == "words_blanked":
                for word in fields["words"]:
                    texts.pop((row.dialogue, word), None)
            elif kind == "seat_erased":
                names.pop((row.dialogue, fields["seat"]), None)
    for (_, id), sent in commands.items():
        if sent.first.kind == "write":
            by_content[sent.first.dialogue, expected.words(sent.first.content["text"])].add(id)
    here = {row.dialogue for row in rows}
    yield from _unlike("words", texts, {k: v for k, v in final.texts.items() if k[0] in here})
    yield from _unlike("name of", names, {k: v for k, v in final.names.items() if k[0] in here})
    for (dialogue, text), ids in by_content.items():
        copies = [word for (where, word), kept in final.texts.items() if where == dialogue and kept == text]
        if len(copies) > len(ids):
            yield Finding(
                "doubled", f"{text[:40]!r} was sent as {sorted(ids)} and is there as {sorted(copies)}"
            )


def _accepted(sent: Sent) -> Entry:
    """The sending that was taken: the first that was told so, otherwise the first."""
    return next((sending for sending, _ in sent.answered("ok")), sent.first)


def _unlike(what: str, reference: dict[Any, Any], there: dict[Any, Any]) -> Iterator[Finding]:
    for place in sorted(reference.keys() | there.keys()):
        if place not in there:
            yield Finding("lost", f"{what} {place}: the journal has them, the text is gone")
        elif place not in reference:
            yield Finding("phantom", f"{what} {place}: {there[place][:40]!r}, which nobody sent")
        elif reference[place] != there[place]:
            yield Finding(
                "phantom", f"{what} {place}: {there[place][:60]!r} instead of {reference[place][:60]!r}"
            )


def _in_real_time(commands: Commands, rows: Sequence[Row]) -> Iterator[Finding]:
    """What was acknowledged before another was first sent comes before it in the journal."""
    soonest: dict[str, tuple[int, Row | None]] = defaultdict(lambda: (2**62, None))
    for row in reversed(rows):
        sent = commands.get((row.dialogue, row.id))
        if sent is None:
            continue
        shown_version, later = soonest[row.dialogue]
        if later is not None and shown_version < sent.first.n:
            yield Finding(
                "reordered",
                f"{later.id} was kept before {row.id} was sent, but is version {later.version}, after {row.version}",
            )
        mine = min((t.n for t in sent.acknowledged), default=2**62)
        if mine < shown_version:
            soonest[row.dialogue] = (mine, row)


def _in_order_of_each_socket(entries: Iterable[Entry], rows: Iterable[Row]) -> Iterator[Finding]:
    """Commands that were each sent once, over one socket, are in the journal in the order of their sending."""
    versions = {(row.dialogue, row.id): row.version for row in rows}
    sendings = [entry for entry in entries if entry.what == "invoke"]
    times: dict[tuple[str, str], int] = defaultdict(int)
    for sending in sendings:
        times[sending.dialogue, sending.id] += 1
    newest: dict[tuple[str, int], tuple[int, str]] = {}
    for sending in sendings:
        version = versions.get((sending.dialogue, sending.id))
        if version is None or not sending.socket or times[sending.dialogue, sending.id] > 1:
            continue
        before, earlier = newest.get((sending.client, sending.socket), (0, ""))
        if version < before:
            yield Finding(
                "reordered",
                f"{sending.client} sent {earlier} before {sending.id}: versions {before}, {version}",
            )
        else:
            newest[sending.client, sending.socket] = (version, sending.id)
