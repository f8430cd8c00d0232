"""What an organiser decides about a record: its stage and audience, their own text with its versions, and whole sentences that are hidden."""

import json

import pytest
from sqlalchemy import Connection, Engine, select, update

from dialoog.accounts.policy import Scope
from dialoog.db.engine import read_transaction, transaction
from dialoog.live.models import Dialogue
from dialoog.records import actions, publication, queries
from dialoog.records.actions import Changed, NotNow, NotTheirs
from dialoog.records.models import Audience, Publication, RecordVersion, Stage
from dialoog.records.search.filters import SearchFilters
from dialoog.records.verify import verify_record
from dialoog.rules.released import SEVEN_DAYS_MS
from dialoog.rules.state import Keep, Kind
from tests.accounts.people import create_member, create_organisation
from tests.records.evenings import Evening, meerlinden
from tests.records.published import ORGANISER, settle

BEGIN = 1_000
EVERYTHING = Scope(everything=True)


@pytest.fixture
def held(engine: Engine) -> Evening:
    evening = meerlinden(engine)
    evening.closes()
    return evening


def word_of(evening: Evening, kind: Kind) -> str:
    return next(
        word.id
        for word in evening.state.words.values()
        if word.kind == kind and word.keep in (Keep.NAMED, None)
    )


def hides(evening: Evening, word: str, reason: str = "Hier staat een naam in.", **more: bool) -> None:
    with transaction(evening.engine) as connection:
        actions.hide_word(connection, "linde", word, ORGANISER, reason, BEGIN, **more)


def moves(connection: Connection, stage: Stage, now: int) -> None:
    actions.move_on(connection, "linde", ORGANISER, stage, now)


def head_of(connection: Connection) -> publication.RecordHead:
    head = publication.find_head(connection, "linde")
    assert head is not None
    return head


def now(engine: Engine) -> publication.PublicationInfo:
    with read_transaction(engine) as connection:
        return publication.publication(connection, "linde")


def test_a_record_that_nobody_touched_is_a_concept_for_who_took_part(held: Evening) -> None:
    assert (held.record.stage, held.record.audience, held.record.version) == ("concept", "participants", 0)


def test_a_record_is_settled_after_seven_days_in_review_and_not_before(engine: Engine, held: Evening) -> None:
    with transaction(engine) as connection:
        with pytest.raises(NotNow):
            moves(connection, "final", BEGIN)
        moves(connection, "review", BEGIN)
        moves(connection, "review", BEGIN + 5)
        with pytest.raises(NotNow):
            moves(connection, "final", BEGIN + SEVEN_DAYS_MS - 1)
        moves(connection, "final", BEGIN + SEVEN_DAYS_MS)
    assert (now(engine).stage, now(engine).number) == ("final", 2)


def test_only_what_is_settled_gets_a_wider_audience_and_a_concept_goes_back_to_who_took_part(
    engine: Engine, held: Evening
) -> None:
    with transaction(engine) as connection, pytest.raises(NotNow):
        actions.choose_audience(connection, "linde", ORGANISER, "organisation", BEGIN)
    with transaction(engine) as connection:
        settle(connection, "linde", "public")
        moves(connection, "concept", BEGIN)
    assert (now(engine).stage, now(engine).audience, now(engine).review_ends) == (
        "concept",
        "participants",
        None,
    )


def test_who_saves_above_an_older_version_is_told_and_a_settled_record_stays(
    engine: Engine, held: Evening
) -> None:
    with transaction(engine) as connection:
        actions.write_above(connection, "linde", ORGANISER, "Een.", "Klein.", 0, BEGIN)
        with pytest.raises(Changed):
            actions.write_above(connection, "linde", ORGANISER, "Twee.", "Groot.", 0, BEGIN)
        settle(connection, "linde")
        with pytest.raises(NotNow):
            actions.write_above(connection, "linde", ORGANISER, "Drie.", "Niets.", 3, BEGIN)
    assert (held.record.introduction, held.record.conclusion) == ("Een.", "Klein.")


def test_versions_tell_who_and_when_and_hold_no_words_of_others(engine: Engine, held: Evening) -> None:
    with transaction(engine) as connection:
        person = create_member(connection, create_organisation(connection, "De Linde"), "Margriet")
        actions.write_above(connection, "linde", person, "Wat fijn.", "Klein.", 0, BEGIN)
    with read_transaction(engine) as connection:
        [version] = publication.versions(connection, "linde")
        [row] = connection.execute(select(RecordVersion.__table__)).all()
        texts = queries.queries.texts(connection, "linde")
    assert (version.number, version.name, version.at, version.introduction) == (
        1,
        "Margriet",
        BEGIN,
        "Wat fijn.",
    )
    assert row.words.split()
    assert not [text.text for text in texts.values() if text.text in str(row)]
    held.withdraws(row.words.split()[0])
    with read_transaction(engine) as connection:
        assert publication.versions(connection, "linde") == [version]


@pytest.mark.parametrize("audience", ["participants", "organisation", "public"])
def test_a_hidden_sentence_is_in_no_audience_and_no_count_and_comes_back(
    engine: Engine, held: Evening, audience: Audience
) -> None:
    question = word_of(held, Kind.QUESTION)
    before = held.record
    hides(held, question)
    with read_transaction(engine) as connection:
        document = queries.read_record(connection, "linde", audience)
        [line] = queries.list_dialogues(connection, EVERYTHING, SearchFilters(), 1).lines
        assert publication.hidden_words(connection, "linde")[question].reason == "Hier staat een naam in."
        assert list(verify_record(connection, "linde", held.entries)) == []
    assert document is not None
    assert (document.questions, line.questions) == ((), 0)
    assert question not in json.dumps([list(one.answers) for one in document.sources])
    with transaction(engine) as connection:
        actions.show_word(connection, "linde", question, ORGANISER, BEGIN)
    assert held.record.questions == before.questions


def test_C7_an_insight_that_rests_on_hidden_words_alone_goes_and_the_organiser_is_told(
    engine: Engine, held: Evening
) -> None:
    hides(held, word_of(held, Kind.EXPERIENCE))
    assert (held.record.insights, now(engine).lost_insights) == ((), 1)
    with transaction(engine) as connection:
        actions.acknowledge_erasures(connection, "linde")
    assert now(engine).lost_insights == 0


def test_C7_an_insight_that_rests_on_withdrawn_words_alone_goes_and_the_organiser_is_told(
    engine: Engine, held: Evening
) -> None:
    held.withdraws(word_of(held, Kind.EXPERIENCE))
    assert (held.record.insights, now(engine).lost_insights) == ((), 1)


def test_an_organiser_who_hides_an_insight_itself_lost_nothing(engine: Engine, held: Evening) -> None:
    hides(held, word_of(held, Kind.INSIGHT))
    assert (held.record.insights, now(engine).lost_insights) == ((), 0)


def test_what_is_not_in_the_record_cannot_be_hidden(held: Evening) -> None:
    for word in ("nothing", next(w.id for w in held.state.words.values() if w.keep is Keep.NO)):
        with pytest.raises(NotNow):
            hides(held, word)


@pytest.mark.parametrize("kind", ["municipality", "care"])
def test_a_municipality_never_edits_a_harvest_but_for_who_asked(
    engine: Engine, held: Evening, kind: str
) -> None:
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(owner=create_organisation(connection, "Elders", kind)))
    for part in (Kind.INSIGHT, Kind.QUESTION, Kind.AGREEMENT, Kind.GOAL, Kind.TENSION, Kind.SOURCE):
        with pytest.raises(NotTheirs):
            hides(held, word_of(held, part))
    hides(held, word_of(held, Kind.QUESTION), on_request=True)
    hides(held, word_of(held, Kind.EXPERIENCE))


def test_C9_a_public_record_holds_only_what_has_the_further_yes(engine: Engine, held: Evening) -> None:
    for kind in (Kind.EXPERIENCE, Kind.AGREEMENT):
        held.chooses(word_of(held, kind), Keep.NAMED, public=True)
    with read_transaction(engine) as connection:
        document = queries.read_record(connection, "linde", "public")
    assert document is not None
    assert [word.text for word in document.contributions] == ["Drie weken soep gebracht."]
    assert document.insights == (), "the table was not asked"
    held.chooses(word_of(held, Kind.INSIGHT), Keep.UNNAMED, public=True)
    with read_transaction(engine) as connection:
        document = queries.read_record(connection, "linde", "public")
    assert document is not None
    assert [word.text for word in document.insights] == ["Helpen begint klein."]
    assert (document.questions, document.sources, document.goals, document.tensions) == ((), (), (), ())
    [agreement] = document.agreements
    assert (agreement.name, agreement.together, agreement.together_unnamed) == ("Fatma", (), 2)
    assert (document.about.contact, document.about.facilitator) == ("", "")
    assert document.measures.turns is None
    assert "Henk" not in str(document)
    assert "Samira" not in str(document)
    hides(held, document.contributions[0].id)
    with read_transaction(engine) as connection:
        document = queries.read_record(connection, "linde", "public")
    assert document is not None
    assert (document.contributions, document.insights) == ((), ())


@pytest.mark.parametrize(("audience", "lines"), [("participants", 0), ("organisation", 1), ("public", 1)])
def test_a_member_lists_what_their_organisation_published(
    engine: Engine, held: Evening, audience: Audience, lines: int
) -> None:
    with transaction(engine) as connection:
        connection.execute(update(Dialogue).values(owner="linde"))
        settle(connection, "linde", audience)
    with read_transaction(engine) as connection:
        for publisher, expected in (("linde", lines), ("elders", 0)):
            page = queries.list_dialogues(
                connection, Scope(publishers=frozenset({publisher})), SearchFilters(), 1
            )
            assert len(page.lines) == expected
        assert head_of(connection).resource.published is bool(lines)
    assert now(engine) == publication.PublicationInfo(
        stage="final",
        audience=audience,
        review_ends=1 + SEVEN_DAYS_MS,
        number=2 + (audience != "participants"),
    )
    with transaction(engine) as connection:
        connection.execute(update(Publication).values(stage="review"))
    with read_transaction(engine) as connection:
        assert not head_of(connection).resource.published
