"""docs/protocol.md says what the code does: every message, command, field, sender, document and section.

Two sides are read and compared; neither is made from the other.
"""

import re
from typing import Any, get_args, get_type_hints

import pytest
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from dialoog.live.protocol import commands as protocol
from dialoog.live.protocol import messages
from dialoog.rules import commands
from dialoog.rules import decide as decision
from dialoog.rules.state import Desk, Kind, Status
from tests.protocol import page
from tests.rules.people import Table, a_circle_of, a_round_of, at_the_harvest

COMMANDS: dict[str, type[Struct]] = {
    kind.__struct_config__.tag: kind for kind in get_args(protocol.Command)
}  # fmt: skip
WRITTEN = {page.plain(kind): (fields, who) for kind, fields, who in page.rows_under("## Commands")}
WHO = {Desk.SEAT: "own", Desk.SCRIBE: "scribe", Desk.FACILITATOR: "facilitator"}


def test_the_page_has_every_command_and_no_other() -> None:
    assert WRITTEN.keys() == COMMANDS.keys()


@pytest.mark.parametrize("kind", sorted(COMMANDS))
def test_a_command_has_the_fields_that_the_page_says(kind: str) -> None:
    needed = {f.encode_name: f.default is NODEFAULT for f in fields(COMMANDS[kind]) if f.name != "id"}
    assert page.fields_of(WRITTEN[kind][0]) == needed


@pytest.mark.parametrize("kind", sorted(COMMANDS))
def test_a_command_is_for_who_the_page_says(kind: str) -> None:
    """Somebody's own seat is taken at the door, with the form, never over the wire."""
    command = getattr(commands, COMMANDS[kind].__name__)
    may = {WHO[desk] for desk in decision.MAY[command]} - ({"own"} if kind == "take_seat" else set())
    senders, _, _ = WRITTEN[kind][1].partition("; the answer")
    assert set(re.findall(r"\b(?:own|scribe|facilitator)\b", senders)) == may


def test_every_command_of_the_rules_can_be_sent_but_those_of_the_house() -> None:
    names = {kind.__name__ for kind in get_args(commands.Command)}
    assert names - {kind.__name__ for kind in COMMANDS.values()} == {
        "OpenTable",
        "BlankUndecided",
        "EraseNames",
    }


def test_closing_reasons_are_those_of_the_page() -> None:
    [reasons] = re.findall(r"`reason` \(([^)]*)\)", WRITTEN["force_close"][0])
    assert tuple(re.findall(r"`(\w+)`", reasons)) == decision.CLOSING_REASONS


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("push", messages.Push),
        ("pulse", messages.Pulse),
        ("presence", messages.Presence),
        ("gone", messages.Gone),
    ],
)
def test_a_message_of_the_server_has_the_fields_that_the_page_says(message: str, kind: type[Struct]) -> None:
    [form] = [form for name, sender, form in page.rows_under("## Messages") if page.plain(name) == message]
    assert page.names_in(page.form_in(form) or "") == set(kind.__struct_fields__)


def test_the_page_has_every_message() -> None:
    senders = {page.plain(name): sender for name, sender, _ in page.rows_under("## Messages")}
    assert senders == {
        "command": "client",
        "push": "server",
        "pulse": "server",
        "presence": "server",
        "trouble": "server",
        "gone": "server",
    }


@pytest.mark.parametrize(
    ("message", "field", "written"),
    [
        (messages.Push, "doc", r'"doc": ("table" \\\| "mine" \\\| "desk")'),
        (messages.Gone, "reason", r'"reason": ("removed" \\\| "ended")'),
        (messages.AskTicket, "desk", r'"desk": ("seat" \| "facilitator" \| "scribe" \| "screen")'),
    ],
)
def test_what_a_field_can_be_is_on_the_page(message: type[Struct], field: str, written: str) -> None:
    [values] = re.findall(written, page.PAGE)
    hint = get_type_hints(message)[field]
    literal = next((option for option in get_args(hint) if get_args(option)), hint)
    assert set(re.findall(r'"(\w+)"', values)) == set(get_args(literal))


def test_the_four_answers_are_on_the_page() -> None:
    answers = set(re.findall(r'"answer": "(\w+)"', page.PAGE))
    assert answers == set(get_args(get_type_hints(messages.Answer)["answer"]))


def test_a_client_connects_with_what_the_page_says() -> None:
    [form] = re.findall(r'`(\{"ticket": "…", "have".*?\}\})`', page.PAGE)
    assert page.names_in(page.braces(form)) == set(messages.Connect.__struct_fields__)
    assert page.names_in(page.braces(form, '"have"')) < set(messages.Have.__struct_fields__)


def sections(document: str) -> dict[str, str]:
    [heading] = [line for line in page.PAGE.splitlines() if line.startswith(f"### `{document}`")]
    return {page.plain(name): form for name, form in page.rows_under(heading)}


BESIDE = {"table": {"about"}, "mine": set(), "desk": {"links"}}
"""Sections that the live layer adds to what the rules tell."""


def tables() -> list[Table]:
    """Tables in which every section has something to say."""
    speaking = a_round_of(3)
    henk = speaking.person("henk")
    henk.consents()
    speaking.facilitator.says_next()
    speaking.facilitator.ends()
    word = speaking.person("fatma")
    word.consents()
    shown = word.writes()
    word.ticks(shown)
    speaking.facilitator.shows(shown)
    speaking.facilitator.says_next()
    henk.passes()
    speaking.facilitator.says_next()
    speaking.facilitator.ends()
    harvesting = at_the_harvest(3)
    for seat in harvesting.state.seats:
        harvesting.person(seat).consents()
    harvesting.scribe.writes_for(None, Kind.GOAL)
    harvesting.person("fatma").writes(Kind.AGREEMENT, due="2026-12-01", together=("henk",))
    return [speaking, harvesting]


def rows_of(section: Any) -> list[dict[str, Any]]:
    if isinstance(section, dict):
        return [section]
    return [one for one in section or () if isinstance(one, dict)]


@pytest.mark.parametrize("document", ["table", "mine", "desk"])
def test_a_document_has_the_sections_and_fields_that_the_page_says(document: str) -> None:
    written, compared = sections(document), set()
    for table in tables():
        views = table.views()
        view = views["mine:henk" if document == "mine" else document]
        assert written.keys() - BESIDE[document] == view.keys()
        for name, section in view.items():
            form = page.form_in(written[name])
            for one in rows_of(section):
                assert form is not None, f"{name} has fields that the page does not name"
                assert page.names_in(form) == one.keys(), f"{document}.{name}"
                compared.add(name)
    assert compared >= {name for name in written if page.form_in(written[name])} - BESIDE[document] - {
        "words"
    }


def test_the_harvest_asks_what_the_page_says() -> None:
    form = page.form_in(sections("mine")["asks"]) or ""
    [_, harvesting] = tables()
    asks = harvesting.views()["mine:henk"]["asks"]
    for name in ("agreements", "goals"):
        assert page.names_in(page.braces(form, name)) == asks[name][0].keys()


def presses_on(table: Table) -> None:
    """The facilitator presses the one big button as it stands, but closes a round before the next step opens, as another client may;
    whoever has the word passes."""
    table.clock.advance(200)
    primary = dict(table.desk["act"]["primary"])
    kind = COMMANDS[primary.pop("kind")].__name__
    if kind == "NextStep" and table.state.round is not None and not table.state.round.closed:
        table.facilitator.does(commands.CloseRound(table.state.round.id))
        return
    primary.pop("to", None)
    table.facilitator.does(getattr(commands, kind)(**primary))
    if table.turn is not None and table.turn.offer == 1 and table.turn.seat == "henk":
        table.person("henk").passes()


def test_every_phase_of_an_evening_is_on_the_page_and_the_other_way_round() -> None:
    table = a_circle_of(3)
    floors, phones = set(), set()
    for _ in range(100):
        views = table.views()
        floors |= {views["table"]["floor"]["phase"], views["table"]["floor"]["then"]} - {None}
        phones |= {views[f"mine:{seat}"]["now"]["phase"] for seat in table.state.seats}
        if table.state.status is Status.CLOSED:
            break
        presses_on(table)
    _, _, phases = page.PAGE.partition("`floor.phase`: ")
    leads = re.findall(r"(?:^|, )`(\w+)`", page.outside_brackets(phases.partition("When the `ends`")[0]))
    assert floors <= set(leads)
    assert set(leads) - floors == {"break"}, "this programme has no break"
    [written] = re.findall(r"phase one of (.*?)`undo` is", sections("mine")["now"])
    named = set(re.findall(r"`(\w+)`", page.outside_brackets(written)))
    assert phones <= named
    assert named - phones == {"asking", "accepted", "asked", "start", "away", "left", "removed"}
