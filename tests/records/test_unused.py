"""A dialogue in which nobody ever sat is deleted by who organises it, after a question; one that was used never is."""

from flask import Flask
from sqlalchemy import func, inspect, select, table, text

from dialoog.db.engine import read_transaction, transaction
from tests.accounts.people import PASSWORD, create_member, create_organisation
from tests.planning.test_gatherings import plans, posts
from tests.web.visits import KEY, Visitor, words_of


def organiser(app: Flask) -> Visitor:
    return Visitor(app).holds("setup", token=KEY)


def makes(app: Flask) -> str:
    """The address on which it is deleted."""
    made = Visitor(app).sends("/nieuw", key=KEY, title="Te veel", template="90").location
    return f"/verslagen/{made.rpartition('/')[2]}/weg"


def rows_of(app: Flask, dialogue: str) -> dict[str, int]:
    """How many rows each table has of it."""
    engine = app.extensions["dialoog.engine"]
    names = [
        name
        for name in inspect(engine).get_table_names()
        if "dialogue" in {column["name"] for column in inspect(engine).get_columns(name)}
    ]
    with read_transaction(engine) as connection:
        counts = {
            name: connection.execute(
                select(func.count()).select_from(table(name)).where(text("dialogue = :one")),
                {"one": dialogue},
            ).scalar_one()
            for name in names
        }
        own = connection.execute(text("SELECT count(*) FROM dialogues WHERE id = :one"), {"one": dialogue})
    return {**counts, "dialogues": own.scalar_one()}


def test_an_unused_dialogue_is_deleted_after_a_question(app: Flask) -> None:
    address = makes(app)
    dialogue = address.split("/")[2]
    console = Visitor(app).holds("facilitator", dialogue)
    assert console.opens(f"/leiden/{dialogue}").status_code == 200
    visitor = organiser(app)
    assert f'href="{address}"' in visitor.opens("/verslagen").text
    question = visitor.opens(address)
    assert "Moet deze dialoog weg?" in words_of(question)
    assert rows_of(app, dialogue)["journal"] == 1
    assert visitor.sends(address).location == "/verslagen"
    assert set(rows_of(app, dialogue).values()) == {0}
    assert "Te veel" not in visitor.opens("/verslagen").text
    assert console.opens(f"/leiden/{dialogue}").status_code == 401
    assert visitor.opens(address).status_code == 404


def test_a_dialogue_in_which_somebody_sat_is_not_deleted(app: Flask) -> None:
    made = Visitor(app)
    table = made.sets_a_table(title="Gebruikt")
    fatma = Visitor(app)
    seat = fatma.sends(f"/d/{table['code']}", name="Fatma").location
    dialogue = seat.rpartition("/")[2]
    visitor = organiser(app)
    assert "/weg" not in visitor.opens("/verslagen").text
    refused = visitor.opens(f"/verslagen/{dialogue}/weg")
    assert "kan niet weg" in refused.text
    assert "Gooi" not in refused.text
    posts(visitor, f"/verslagen/{dialogue}/weg", "/sleutel")
    assert rows_of(app, dialogue)["seats"] == 1
    with transaction(
        app.extensions["dialoog.engine"]
    ) as connection:  # as if the name had been released since
        connection.execute(text("DELETE FROM seats"))
    posts(visitor, f"/verslagen/{dialogue}/weg", "/sleutel")
    assert rows_of(app, dialogue)["journal"] > 1


def test_a_link_alone_deletes_nothing(app: Flask) -> None:
    address = makes(app)
    dialogue = address.split("/")[2]
    leader = Visitor(app).holds("facilitator", dialogue)
    assert "Te veel" in leader.opens("/verslagen").text
    assert "Weggooien" not in leader.opens("/verslagen").text
    assert leader.opens(address).status_code == 401
    assert rows_of(app, dialogue)["dialogues"] == 1


def test_the_evening_that_it_was_planned_as_can_be_opened_anew(app: Flask) -> None:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        create_member(connection, create_organisation(connection, "De Linde"), "Margriet")
    margriet = Visitor(app)
    margriet.sends("/aanmelden", login="Margriet", password=PASSWORD)
    evening = plans(margriet)
    dialogue = posts(margriet, f"{evening}/openen").location.rpartition("/")[2]
    assert "Naar de tafel" in margriet.opens(evening).text
    margriet.sends(f"/verslagen/{dialogue}/weg")
    assert rows_of(app, dialogue)["dialogues"] == 0
    assert "Naar de tafel" not in margriet.opens(evening).text
    assert posts(margriet, f"{evening}/openen").status_code == 303
