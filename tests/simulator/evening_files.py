"""Evenings to play that are not the one of Meerlinden: a small one in which everything goes otherwise.

Four people, three rounds and a harvest, with what Meerlinden has not: steps that are taken back, a round closed
early, second offers that are declined or not answered, somebody who goes and comes back.
"""

from typing import Any

File = dict[str, Any]
NAMES = {"a": "Aisha", "b": "Bas", "c": "Corrie", "d": "Daan"}


def seat(id: str, *, device: bool = True, words: bool = True, named: bool = True) -> File:
    consent = {"words_in_report": words, "name_in_report": named, "contact": False}
    return {
        "id": id, "name": NAMES[id], "role": "resident", "device": device, "ui_lang": "nl", "consent": consent,
    }  # fmt: skip


def step(id: str, order: str, *, silence: int = 0, writing: int = 0) -> File:
    return {
        "id": id, "form": "round", "question": f"Wat brengt u naar {id}?", "minutes": 5, "turn_seconds": 60,
        "silence_seconds": silence, "writing_seconds": writing, "order": list(order),
    }  # fmt: skip


def turn(seq: int, step: str, seat: str, outcome: str = "spoke", *, offer: int = 1, by: str = "self") -> File:
    return {
        "seq": seq, "step": step, "seat": seat, "outcome": outcome, "offer": offer, "seconds": 1,
        "operated_by": by,
    }  # fmt: skip


def word(id: str, step: str, seat: str, text: str, visibility: str | None, **more: Any) -> File:
    return {
        "id": id, "step": step, "seat": seat, "text": text, "lang": "nl", "kind": more.pop("kind", "experience"),
        "entered_by": "self", "confirmed_by_speaker": True,
        **({"visibility": visibility} if visibility else {}), **more,
    }  # fmt: skip


def small_evening() -> File:
    """What must come out of it is said in `expected`, worked out by hand."""
    return {
        "dialogue": {
            "title": "Klein", "theme": "oversteken", "language": "nl", "owner": "De Straat",
            "retention_until": "2030-01-01",
        },
        "facilitator": {"name": "Els"},
        "seats": [seat("a"), seat("b", named=False), seat("c", device=False), seat("d", words=False)],
        "steps": [
            step("introductions", "abdc"),
            step("experiences", "bdca", silence=60, writing=60),
            step("perspectives", "cabd"),
            step("closing", "dcab"),
        ],
        "turns": [
            turn(1, "introductions", "a"),
            turn(2, "introductions", "b"),
            turn(3, "introductions", "d", "passed"),
            turn(4, "introductions", "c", by="scribe"),
            turn(5, "introductions", "d", "passed_final", offer=2),
            turn(6, "experiences", "b"),
            turn(7, "experiences", "d", "passed"),
            turn(8, "perspectives", "c", by="facilitator"),
            turn(9, "perspectives", "a", "passed"),
            turn(10, "perspectives", "b"),
            turn(11, "perspectives", "d", "passed"),
            turn(12, "perspectives", "d", offer=2),
            turn(13, "closing", "d"),
            turn(14, "closing", "c", by="scribe"),
            turn(15, "closing", "a"),
            turn(16, "closing", "b"),
        ],
        "harvest": {"before_turn": 13, "minutes": 5},
        "contributions": [
            word("w1", "introductions", "a", "Ik ben van de overkant.", "record_with_name", kind="introduction"),
            word("w2", "introductions", "b", "Ik woon op de hoek.", "record_with_name", kind="introduction"),
            word("w3", "introductions", "c", "Zonder telefoon gaat het ook.", "record_with_name",
                 kind="introduction", entered_by="scribe"),
            word("w4", "experiences", "b", "Ik stak over en niemand stopte.", "table_only"),
            word("w5", "perspectives", "c", "Niemand zei dat het klopte.", "record_with_name",
                 kind="perspective", entered_by="scribe", confirmed_by_speaker=False),
            word("w6", "perspectives", "b", "Hierover denk ik nog na.", None, kind="perspective"),
            word("w7", "perspectives", "d", "Dit blijft aan tafel.", "record_with_name", kind="perspective"),
            word("w8", "closing", "a", "Oversteken.", "record_with_name", kind="closing_word"),
        ],
        "questions": [{"id": "q1", "seat": "a", "text": "Wie gaat over de lichten?"}],
        "sources": [
            {"id": "s1", "seat": "b", "type": "time", "description": "Een uur per week", "linked_questions": ["q1"]},
            {"id": "s2", "seat": "d", "type": "space", "description": "Een stoep", "linked_questions": []},
        ],
        "insights": [
            {"id": "i1", "text": "Van twee kanten is het ver.", "from_contributions": ["w1", "w4"]},
            {"id": "i2", "text": "Dit rust op wat niet bewaard wordt.", "from_contributions": ["w4"]},
        ],
        "tensions": [{"id": "t1", "text": "Snel tegenover veilig."}],
        "shared_goals": [
            {"id": "g1", "text": "Iedereen komt over.", "supported_by": ["a", "b", "d"]},
            {"id": "g2", "text": "Alleen een weigeraar steunt dit.", "supported_by": ["d"]},
        ],
        "agreements": [
            {"id": "a1", "owner_seat": "a", "text": "Samen tellen", "due": "2026-12-01", "with_seats": ["b", "c"],
             "accepted_by": ["a", "b", "c"], "answers_questions": ["q1"]},
            {"id": "a2", "owner_seat": "c", "text": "Een brief schrijven", "due": "2026-12-02", "with_seats": ["a"],
             "accepted_by": ["c"], "answers_questions": []},
        ],
        "events": [
            {"type": "undo", "before_turn": 1},
            {"type": "undo", "during_turn": 2},
            {"type": "undo", "after_turn": 3},
            {"type": "late_join", "seat": "c", "before_turn": 4},
            {"type": "extend", "during_turn": 6, "seconds": 30},
            {"type": "disconnect", "seat": "a", "during_turn": 6},
            {"type": "reconnect", "seat": "a", "after_turn": 6},
            {"type": "force_close", "step": "experiences", "before_turn": 8, "reason": "unwell",
             "unreached": ["c", "a"]},
            {"type": "leave", "seat": "d", "before_turn": 8},
            {"type": "return", "seat": "d", "before_turn": 9},
            {"type": "reorder", "seat": "d", "before_turn": 13},
        ],
        "expected": {
            "seats": 4, "core_phases": 3, "contributions": 8, "turn_events": 15, "first_offer_coverage": 0.875,
            "passes_first_offer": 4, "passes_final": 3, "in_report_with_name": 3, "in_report_without_name": 1,
            "agreements": 1, "seats_without_agreement": ["b", "d"],
        },
    }  # fmt: skip


def repeated_evening() -> File:
    """Two people say the same, one says the same twice, sentences are part of others, and some of these are refused."""
    air, room = "Er is lucht genoeg.", "Er is lucht genoeg. En ruimte."
    return {
        "dialogue": {"title": "Herhaald", "theme": "Lucht.", "language": "nl", "owner": "De Straat"},
        "facilitator": {"name": "Els"},
        "seats": [seat("a"), seat("b"), seat("c", named=False)],
        "steps": [step("introductions", "abc"), step("experiences", "bca"), step("closing", "cab")],
        "turns": [
            turn(seq, name, who)
            for seq, (name, who) in enumerate(
                ((name, who) for name, order in (("introductions", "abc"), ("experiences", "bca"), ("closing", "cab"))
                 for who in order),
                1,
            )
        ],
        "harvest": {"before_turn": 7, "minutes": 5},
        "contributions": [
            word("w1", "introductions", "a", "Lucht.", "record_with_name", kind="introduction"),
            word("w2", "introductions", "b", "Lucht.", "record_with_name", kind="introduction"),
            word("w3", "introductions", "c", "Lucht.", "table_only", kind="introduction"),
            word("w4", "experiences", "b", "Er is lucht", "table_only"),
            word("w5", "experiences", "b", room, "record_with_name"),
            word("w6", "experiences", "a", air, "record_with_name"),
            word("w7", "experiences", "a", air, "record_with_name"),
            word("w8", "experiences", "c", "Ruimte \"om\" te ademen.", "table_only"),
            word("w9", "closing", "c", "genoeg.", "record_with_name", kind="closing_word"),
        ],
        "questions": [
            {"id": "q1", "seat": "a", "text": "Wie gaat over de lucht?"},
            {"id": "q2", "seat": "a", "text": "Wie gaat over de lucht?"},
            {"id": "q3", "seat": "b", "text": "Wie gaat over de lucht?"},
        ],
        "sources": [
            {"id": "s1", "seat": "a", "type": "time", "description": air, "linked_questions": ["q1", "q1"]},
            {"id": "s2", "seat": "b", "type": "time", "description": air, "linked_questions": ["q2"]},
        ],
        "insights": [
            {"id": "i1", "text": air, "from_contributions": ["w6", "w6"]},
            {"id": "i2", "text": air, "from_contributions": ["w7"]},
        ],
        "tensions": [{"id": "t1", "text": "Lucht."}, {"id": "t2", "text": "Lucht."}],
        "shared_goals": [
            {"id": "g1", "text": "Lucht.", "supported_by": ["a", "b"]},
            {"id": "g2", "text": "Lucht.", "supported_by": ["a", "c"]},
        ],
        "agreements": [
            {"id": f"a{n}", "owner_seat": who, "text": "Ramen open", "due": "2026-12-01", "with_seats": [],
             "accepted_by": [who], "answers_questions": []}
            for n, who in enumerate("aab", 1)
        ],
        "expected": {"contributions": 9, "in_report_with_name": 5, "in_report_without_name": 1, "table_only": 3},
    }  # fmt: skip
