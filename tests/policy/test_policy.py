"""The policy as a table: every kind of identity × every action, written down here once more, against the grants.

A new action is a line of `TABLE`, a new kind of identity a column of it. A cell says with what: `all` of the installation,
what is of the `own` dialogue, of the own organisation (`owner`), of what that published (`publ`), of the own `evening`, or `-` nothing.
"""

from typing import get_args

import msgspec
import pytest
from sqlalchemy import Boolean, Column, MetaData, String, Table, create_engine, insert, select

from dialoog.accounts import policy
from dialoog.accounts.policy import Action, Grant, KeyHolder, Kind, Reach, Resource, Scope
from dialoog.accounts.tokens import Identity
from tests.policy.identities import EVENING, IDENTITIES, OTHER, OTHER_OWNER, OWN, OWNER

TABLE = """
                 nobody  seat  screen  scribe  facilitator  key_holder  person  organiser  member  leader  minute_taker
site.read        all     all   all     all     all          all         all     all        all       all     all
language.choose  all     all   all     all     all          all         all     all        all       all     all
device.forget    all     all   all     all     all          all         all     all        all       all     all
key.enter        all     all   all     all     all          all         all     all        all       all     all
code.enter       all     all   all     all     all          all         all     all        all       all     all
seat.take        all     all   all     all     all          all         all     all        all       all     all
link.open        all     all   all     all     all          all         all     all        all       all     all
plan.write       all     all   all     all     all          all         all     all        all       all     all
session.begin    all     all   all     all     all          all         all     all        all       all     all
session.end      -       -     -       -       -            -           all     -          -       -       -
account.change   -       -     -       -       -            -           all     -          -       -       -
home.open        -       -     -       -       -            -           all     -          -       -       -
people.manage    -       -     -       -       -            -           -       owner      -       -       -
mail.manage      -       -     -       -       -            -           -       owner      -       -       -
own_words.open   all     all   all     all     all          all         all     all        all       all     all
card.print       -       -     -       -       own          -           -       -          -       -       -
phone.open       -       own   -       -       -            -           -       -          -       -       -
screen.open      -       -     own     -       -            -           -       -          -       -       -
scribe.open      -       -     -       own     -            -           -       -          -       -       -
console.open     -       -     -       -       own          -           -       -          -       -       -
console.take     -       -     -       -       -            -           -       owner      -       -       -
live.connect     -       own   own     own     own          -           -       -          -       -       -
live.command     -       own   own     own     own          -           -       -          -       -       -
live.read        -       own   own     own     own          -           -       -          -       -       -
paper.print      -       -     -       own     own          -           -       -          -       -       -
gathering.list   -       -     -       -       -            -           -       owner      -       -       -
gathering.read   -       -     -       -       -            -           -       owner      -       evening evening
gathering.edit   -       -     -       -       -            -           -       owner      -       -       -
gathering.lead   -       -     -       -       -            -           -       owner      -       evening -
gathering.minute -       -     -       -       -            -           -       -          -       -       evening
gathering.own    -       -     -       -       -            -           -       owner      -       -       -
record.list      -       -     -       own     own          all         -       owner      publ    -       -
record.read      -       own   -       own     own          all         -       owner      publ    -       -
record.edit      -       -     -       -       -            -           -       owner      -       -       -
record.ask       all     all   all     all     all          all         all     all        all     all     all
contact.read     -       -     -       -       -            all         -       owner      -       -       -
agreement.answer -       -     -       -       -            -           -       owner      -       -       -
question.follow  -       -     -       -       -            -           -       owner      -       -       -
dialogue.create  -       -     -       -       -            all         -       owner      -       -       -
dialogue.delete  -       -     -       -       -            all         -       owner      -       -       -
retention.list   -       -     -       -       -            -           -       owner      -       -       -
person.read      -       -     -       -       -            -           -       owner      -       -       -
person.erase     -       -     -       -       -            -           -       owner      -       -       -
"""
OF_OWNER, PUBLISHED, OF_EVENING, OF_NOBODY = (
    f"dialogue-of-{whom}" for whom in ("own-organisation", "own-publisher", "own-evening", "nobody")
)
HEADER, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = {(kind, row[0]): cell for row in ROWS for kind, cell in zip(HEADER, row[1:], strict=True)}
RESOURCES = {
    OWN: Resource(dialogue=OWN, organisation=OTHER_OWNER),
    OF_OWNER: Resource(dialogue=OF_OWNER, organisation=OWNER),
    PUBLISHED: Resource(dialogue=PUBLISHED, organisation=OWNER, published=True),
    OTHER: Resource(dialogue=OTHER, organisation=OTHER_OWNER, published=True),
    OF_EVENING: Resource(dialogue=OF_EVENING, gathering=EVENING, organisation=OTHER_OWNER),
    OF_NOBODY: Resource(dialogue=OF_NOBODY),
}
VISIBLE = {
    "-": set(), "own": {OWN}, "owner": {OF_OWNER, PUBLISHED}, "publ": {PUBLISHED}, "evening": {OF_EVENING}, "all": set(RESOURCES),
}  # fmt: skip

rows = Table(
    "rows",
    MetaData(),
    Column("dialogue", String),
    Column("gathering", String),
    Column("organisation", String),
    Column("published", Boolean),
)


def visible(scope: Scope) -> set[str]:
    """Which of the rows, one of each dialogue, a query finds that was narrowed to the scope."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        rows.create(connection)
        connection.execute(insert(rows), [msgspec.structs.asdict(one) for one in RESOURCES.values()])
        query = scope.narrow(
            select(rows.c.dialogue),
            dialogue=rows.c.dialogue,
            gathering=rows.c.gathering,
            organisation=rows.c.organisation,
            published=rows.c.published,
        )
        return set(connection.execute(query).scalars())


def test_the_table_has_every_kind_and_every_action() -> None:
    assert sorted(HEADER) == sorted(get_args(Kind)) == sorted(IDENTITIES)
    assert [row[0] for row in ROWS] == list(get_args(Action))
    assert {kind: policy.kind_of(identity) for kind, identity in IDENTITIES.items()} == {
        kind: kind for kind in IDENTITIES
    }


@pytest.mark.parametrize("kind", get_args(Kind))
def test_an_identity_may_do_with_one_resource_what_the_table_says(kind: Kind) -> None:
    identity = IDENTITIES[kind]
    for action in get_args(Action):
        dialogues = {name for name, one in RESOURCES.items() if policy.allowed(identity, action, one)}
        assert dialogues == VISIBLE[CELLS[kind, action]], action


@pytest.mark.parametrize("kind", get_args(Kind))
def test_an_identity_may_do_something_at_all_where_the_table_grants_anything(kind: Kind) -> None:
    identity = IDENTITIES[kind]
    for action in get_args(Action):
        assert policy.allowed(identity, action, None) is (CELLS[kind, action] != "-"), action


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_query_finds_the_rows_that_the_table_says(kind: Kind) -> None:
    for action in get_args(Action):
        assert visible(policy.scope(IDENTITIES[kind], action)) == VISIBLE[CELLS[kind, action]], action


def test_whoever_holds_several_identities_sees_what_each_of_them_sees() -> None:
    leads_here, scribe_there = IDENTITIES["facilitator"], Identity("scribe", OTHER, None, b"5")
    here, there = (policy.scope(one, "record.list") for one in (leads_here, scribe_there))
    assert visible(here | there) == {OWN, OTHER}
    assert visible(here | Scope()) == visible(Scope() | here) == {OWN}
    assert visible(here | policy.scope(IDENTITIES["organiser"], "record.list")) == {OWN, OF_OWNER, PUBLISHED}
    assert visible(here | policy.scope(KeyHolder(), "record.list")) == set(RESOURCES)
    assert visible(Scope() | Scope()) == set()


@pytest.mark.parametrize("purpose", ["join", "setup"])
def test_a_token_that_is_no_desk_may_what_nobody_may(purpose: str) -> None:
    token = Identity(purpose, OWN, None, b"6")
    for action in get_args(Action):
        assert policy.allowed(token, action, RESOURCES[OWN]) is (CELLS["nobody", action] == "all"), action
        assert visible(policy.scope(token, action)) == VISIBLE[CELLS["nobody", action]], action


def test_what_no_row_grants_is_denied() -> None:
    for identity in IDENTITIES.values():
        assert not policy.allowed(identity, "record.shred", RESOURCES[OWN])
        assert not policy.allowed(identity, "record.shred", None)
        assert visible(policy.scope(identity, "record.shred")) == set()


def test_a_grant_of_what_is_ones_own_gives_nothing_to_who_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    grants = [
        Grant(("nobody", "organiser"), ("record.read",), Reach.OWN_DIALOGUE),
        Grant(("person", "seat"), ("record.read",), Reach.OWN_ORGANISATION),
        Grant(("member",), ("record.read",), Reach.OWN_GATHERING),
    ]
    monkeypatch.setattr(policy, "_REACH", policy._table(grants))
    for kind in ("nobody", "organiser", "person", "seat", "member"):
        identity = IDENTITIES[kind]
        assert not any(policy.allowed(identity, "record.read", one) for one in RESOURCES.values())
        assert not policy.allowed(identity, "record.read", None)
        assert visible(policy.scope(identity, "record.read")) == set()


def test_two_grants_for_one_cell_stop_the_start() -> None:
    twice = [Grant(("seat",), ("record.read",), reach) for reach in (Reach.OWN_DIALOGUE, Reach.INSTALLATION)]
    with pytest.raises(ValueError, match="two grants"):
        policy._table(twice)
