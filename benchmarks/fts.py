"""The index of the search as it was first proposed, beside ours: FTS5 over a column of the keys of each sentence."""

from sqlalchemy import Engine, TextClause, text

from dialoog.db.engine import read_transaction, transaction
from dialoog.records.search.keys import find_words, key_of
from dialoog.records.search.queries import Typed

ORDERS = {
    "FTS5 by day": "held DESC, dialogue DESC, word DESC",
    "FTS5 by row": "rowid DESC",
}
"""By day is what people asked for. By row is the same only where sentences were written in the order of their days, as they are here."""


def fill(engine: Engine) -> None:
    """From the sentences of the same database, the oldest first."""
    query = """SELECT words.text, words.lang, dialogue, words.id, held FROM words JOIN records USING (dialogue)
        ORDER BY held, dialogue, words.id"""
    with read_transaction(engine) as connection:
        sentences = connection.exec_driver_sql(query).all()
    with transaction(engine) as connection:
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE fts USING fts5(keys, dialogue UNINDEXED, word UNINDEXED, held UNINDEXED)"
        )
        connection.exec_driver_sql(
            "INSERT INTO fts VALUES (?, ?, ?, ?)",
            [(" ".join(key_of(w, lang) for w in find_words(one)), *ids) for one, lang, *ids in sentences],
        )
        connection.exec_driver_sql("INSERT INTO fts (fts) VALUES ('optimize')")


def newest(typed: Typed, order: str) -> TextClause:
    """The newest twenty with a key of each word, or where something stands between quotes, with these keys in a row."""
    words = " AND ".join("(" + " OR ".join(map(_quoted, sorted(keys))) + ")" for keys in typed.keys)
    phrases = [_quoted(" ".join(key_of(word, "nl") for word in phrase.split())) for phrase in typed.phrases]
    query = f"SELECT dialogue, word FROM fts WHERE fts MATCH :asked ORDER BY {ORDERS[order]} LIMIT 20"
    return text(query).bindparams(asked=" AND ".join([words, *phrases]))


def _quoted(key: str) -> str:
    return f'"{key}"'
