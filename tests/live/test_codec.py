"""Events survive the journal as they are, and every reason that the rules know has its sentence."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialoog.live.journal import codec
from dialoog.live.protocol.reasons import SENTENCES
from dialoog.rules import events as e
from dialoog.rules.decide import Reason
from dialoog.rules.events import Event
from dialoog.rules.state import Step

texts = st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=3)
in_order = st.lists(texts, max_size=2).map(tuple)
st.register_type_strategy(
    Step, st.builds(Step, title=texts, question=texts, more=texts, last_words=texts, deepening=in_order)
)


@pytest.mark.parametrize("event", sorted(codec.KINDS, key=lambda one: one.__name__))
def test_S6_every_event_survives_the_journal(event: type[Event]) -> None:
    @settings(max_examples=20, deadline=None)
    @given(st.from_type(event))
    def survives(happened: Event) -> None:
        payload = codec.encode((happened,))
        assert codec.decode(payload) == (happened,)
        assert codec.encode(codec.decode(payload)) == payload

    survives()


def test_a_journal_of_a_newer_release_is_not_misread() -> None:
    for payload in (b'[["turn_began",2,{"seat":"s1","offer":1,"seconds":60}]]', b'[["danced",1,{}]]'):
        with pytest.raises(codec.UnknownEvent):
            codec.decode(payload)


def test_S6_an_older_form_is_brought_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(codec.SCHEMA_NUMBERS, "turn_began", 2)
    monkeypatch.setitem(codec.UPCASTERS, ("turn_began", 1), lambda former: {**former, "offer": 1})
    [event] = codec.decode(b'[["turn_began",1,{"seat":"s1","seconds":60}]]')
    assert (type(event).__name__, event.offer) == ("TurnBegan", 1)  # type: ignore[union-attr]
    assert codec.encode((event,)).startswith(b'[["turn_began",2,')


def test_every_reason_has_a_sentence() -> None:
    assert not {reason.value for reason in Reason} - SENTENCES.keys()
    for saying in SENTENCES.values():
        assert re.fullmatch(r"[A-Z][^!]*[.]", str(saying._args[0])), saying._args


def test_S6_a_yes_taken_back_in_an_old_journal_is_no_no() -> None:
    """Form 1 knew yes and "not yes" alone."""
    old = b'[["agreement_accepted", 1, {"word": "w", "seat": "s", "on": %s, "aloud": false}]]'
    assert codec.decode(old % b"false") == (e.AgreementAccepted("w", "s", on=None, aloud=False),)
    assert codec.decode(old % b"true") == (e.AgreementAccepted("w", "s", on=True, aloud=False),)
