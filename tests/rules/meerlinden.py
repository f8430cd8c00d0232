"""Holds the written evening of Meerlinden with the rules alone: its turns, seconds, events and words.

The file gives outcomes and moments; whose turn it is must come from the rules and equal the file.
"""

from collections.abc import Iterator
from typing import Any

from dialoog.planning.evening_programme import meerlinden, programme_of
from dialoog.rules import commands as c
from dialoog.rules.state import Keep, Kind, Role, SourceKind
from tests.rules.people import Hand, Table, a_table

KEEPS = {
    "record_with_name": Keep.NAMED,
    "record_without_name": Keep.UNNAMED,
    "table_only": Keep.NO,
    None: None,
}


class Evening:
    """The file, the table at which it is held again, and the orders of first offers it came to."""

    def __init__(self) -> None:
        self.file = meerlinden()
        self.table = a_table(programme_of(self.file))
        self.seats = {seat["id"]: seat for seat in self.file["seats"]}
        self.first_offers: dict[str, list[str]] = {}
        self.turn_ids: dict[tuple[str, str], int] = {}

    def held(self) -> Table:
        late = {x["seat"] for x in self.file["events"] if x["type"] == "late_join"}
        for seat in self.seats:
            if seat not in late:
                self.joins(seat)
        self.table.facilitator.does(c.OrderCircle(tuple(s for s in self.seats if s not in late)))
        for step in self.file["steps"]:
            self.opens(step)
            for turn in self.file["turns"]:
                if turn["step"] == step["id"]:
                    self.holds(turn)
            self.writes(step["id"])
        self.table.facilitator.does(c.CloseDialogue())
        return self.table

    def hand_of(self, seat: str) -> Hand:
        """The seat's own device, or the scribe for who has none (T13)."""
        return self.table.person(seat) if self.seats[seat]["device"] else self.table.scribe

    def joins(self, seat: str) -> None:
        row = self.seats[seat]
        role = Role(row["role"])
        self.hand_of(seat).does(c.TakeSeat(seat, f"sealed-{seat}", row["ui_lang"], role, row["device"]))
        consent = row["consent"]
        words, name = consent["words_in_report"], consent["name_in_report"]
        self.hand_of(seat).does(c.GiveConsent(seat, words, name, consent["contact"]))

    def opens(self, step: dict[str, Any]) -> None:
        """The next round, over the steps without turns before it; the last one is the round of last words."""
        lead, last = self.table.facilitator, step is self.file["steps"][-1]
        if self.table.round and not self.table.round.closed:
            lead.closes_round()
        target = "harvest" if last else step["id"]
        while self.table.state.current is None or self.table.state.current.id != target:
            lead.opens_round()
        if last:
            self.harvests()
            lead.does(c.ShowReadBack(self.table.state.step_version))
            lead.does(c.OpenLastWords(self.table.state.step_version))
        self.table.clock.advance(step["silence_seconds"])

    def events(self, when: str, seq: int) -> Iterator[dict[str, Any]]:
        return (x for x in self.file["events"] if x.get(when) == seq)

    def holds(self, turn: dict[str, Any]) -> None:
        for event in self.events("before_turn", turn["seq"]):
            self.before(event)
        if turn["offer"] == 2:
            self.table.person(turn["seat"]).says_yes()
            self.table.facilitator.ends_offer()
        self.table.facilitator.says_next()
        now = self.table.turn
        assert (now.seat, now.offer) == (turn["seat"], turn["offer"]), turn
        self.turn_ids[turn["step"], turn["seat"]] = now.id
        if turn["offer"] == 1:
            self.first_offers.setdefault(turn["step"], []).append(now.seat)
        self.speaks(turn)
        for event in self.events("after_turn", turn["seq"]):
            assert event["type"] == "leave"
            self.writes(turn["step"], only=event["seat"])
            self.table.person(event["seat"]).leaves()

    def speaks(self, turn: dict[str, Any]) -> None:
        half = turn["seconds"] // 2
        self.table.clock.advance(half)
        for event in self.events("during_turn", turn["seq"]):
            if event["type"] == "rest":
                self.table.person("s1").asks_rest()
                self.table.facilitator.rests()
                self.table.clock.advance(120)
            elif event["type"] == "resume":
                self.table.facilitator.goes_on()
        self.table.clock.advance(turn["seconds"] - half)
        person = self.table.person(turn["seat"])
        hand = {"self": person, "scribe": self.table.scribe, "facilitator": self.table.facilitator}
        kind = c.PassTurn if turn["outcome"].startswith("passed") else c.EndTurn
        hand[turn["operated_by"]].does(kind(self.table.turn.id))

    def before(self, event: dict[str, Any]) -> None:
        seat = event["seat"]
        if event["type"] == "late_join":
            self.joins(seat)
            self.table.facilitator.admits(seat)
        elif event["type"] == "reorder":
            waiting = self.table.round.waiting
            self.table.facilitator.reorders(*event.get("order", (seat, *(s for s in waiting if s != seat))))
        else:
            assert event["type"] == "reconnect"  # T11: nothing happens in the rules

    def writes(self, step: str, only: str | None = None) -> None:
        """The contributions of a step, each by whom the file says and with the choice it says."""
        for contribution in self.file["contributions"]:
            if (
                contribution["step"] == step
                and contribution["id"] not in self.table.state.words
                and only in (None, contribution["seat"])
            ):
                self.writes_one(contribution)

    def writes_one(self, contribution: dict[str, Any]) -> None:
        seat, word = contribution["seat"], contribution["id"]
        by = {
            "self": self.table.person(seat),
            "scribe": self.table.scribe,
            "facilitator": self.table.facilitator,
        }
        turn = self.turn_ids[contribution["step"], seat]
        by[contribution["entered_by"]].writes_for(
            seat, Kind(contribution["kind"]), word=word, turn=turn, lang=contribution["lang"]
        )
        if contribution.get("translation"):
            self.table.person(seat).does(
                c.TranslateWords(word, contribution["translation"]["lang"], "sealed")
            )
        if contribution["entered_by"] != "self" and contribution["confirmed_by_speaker"]:
            self.hand_of(seat).does(c.ConfirmWords(word))
        if (keep := KEEPS[contribution.get("visibility")]) is not None:
            self.hand_of(seat).does(c.KeepWords(word, keep))

    def harvests(self) -> None:
        """Sources, questions, goals, insights, tensions and agreements, before the last words."""
        file, scribe = self.file, self.table.scribe
        for source in file["sources"]:
            self.says(
                source,
                Kind.SOURCE,
                source=SourceKind(source["type"]),
                answers=tuple(source["linked_questions"]),
            )
        for question in file["questions"]:
            self.says(question, Kind.QUESTION)
        for insight in file["insights"]:
            scribe.writes_for(
                None, Kind.INSIGHT, word=insight["id"], rests_on=tuple(insight["from_contributions"])
            )
        for tension in file["tensions"]:
            scribe.writes_for(None, Kind.TENSION, word=tension["id"])
        for goal in file["shared_goals"]:
            scribe.writes_for(None, Kind.GOAL, word=goal["id"])
            for seat in goal["supported_by"]:
                self.hand_of(seat).does(c.SupportGoal(goal["id"], seat, on=True))
        for agreement in file["agreements"]:
            owner, word, others = agreement["owner_seat"], agreement["id"], tuple(agreement["with_seats"])
            self.says({"id": word, "seat": owner}, Kind.AGREEMENT, due=agreement["due"], together=others)
            for seat in agreement["accepted_by"]:
                if seat not in self.table.state.words[word].accepted:
                    self.hand_of(seat).does(c.AcceptAgreement(word, seat, on=True))

    def says(self, words: dict[str, Any], kind: Kind, **more: Any) -> None:
        hand = self.hand_of(words["seat"])
        hand.writes_for(words["seat"], kind, word=words["id"], **more)
        if hand is self.table.scribe:
            hand.does(c.ConfirmWords(words["id"]))
        hand.does(c.KeepWords(words["id"], Keep.NAMED))
