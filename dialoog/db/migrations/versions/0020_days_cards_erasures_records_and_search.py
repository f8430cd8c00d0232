"""What is kept of an evening and how it is found again: three days, numbered cards, erasures, decisions about records, and the search.

Revision: 0020; it follows 0014, since what was between them was never released. Dialogues and planned evenings that exist have the one
day that people were told. On the list of erasures come the dialogues that earlier releases erased on their day; of single sentences and
people they kept none. Of desks and invitations that exist nobody knows who opened or made them: they end as before. Records that exist
are concepts for who took part, which is what a record without a row is; the worker indexes them.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.String(length=24)
TABLES = ("dialogues", "gatherings")
COLUMNS = ("names_until", "contacts_until")
"""Of both tables, beside the day of the words."""


def upgrade() -> None:
    _keep_three_days()
    _create_cards()
    _list_erasures()
    _say_who_opened_a_desk()
    _create_decisions()
    _create_search()


def _keep_three_days() -> None:
    for table in TABLES:
        for column in COLUMNS:
            op.add_column(table, sa.Column(column, sa.String(length=10), nullable=False, server_default=""))


def _create_cards() -> None:
    op.create_table(
        "cards",
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("seat", sa.String(length=64), nullable=True),
        _of_dialogue(),
        sa.PrimaryKeyConstraint("dialogue", "number"),
        sa.UniqueConstraint("hash"),
    )


def _list_erasures() -> None:
    installation = op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", ID, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(installation, [{"id": 1, "name": secrets.token_urlsafe(12)}])
    op.create_table(
        "erasures",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("place", ID, nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "place", "subject", "at"),
    )
    op.execute(
        "INSERT INTO erasures (kind, place, subject, at)"
        " SELECT 'dialogue', subject, '', COALESCE(ended, due) FROM jobs"
        " WHERE kind = 'retention' AND state = 'done' AND subject NOT IN (SELECT id FROM dialogues)"
    )


def _say_who_opened_a_desk() -> None:
    op.add_column("tokens", sa.Column("opened_by", ID, nullable=True))
    op.create_index("ix_tokens_opened_by", "tokens", ["opened_by"])
    op.add_column("account_links", sa.Column("made_by", ID, nullable=True))


def _create_decisions() -> None:
    op.create_table(
        "publications",
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("review_ends", sa.BigInteger(), nullable=True),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lost_insights", sa.Integer(), nullable=False),
        _of_dialogue(),
        sa.PrimaryKeyConstraint("dialogue"),
    )
    op.create_index("ix_publications_audience", "publications", ["audience"])
    op.create_table(
        "record_versions",
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _of_dialogue(),
        sa.PrimaryKeyConstraint("dialogue", "number"),
    )
    op.create_table(
        "hidden_words",
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", ID, nullable=True),
        _of_dialogue(),
        sa.PrimaryKeyConstraint("dialogue", "word"),
    )
    op.create_table(
        "removal_requests",
        sa.Column("id", ID, nullable=False),
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("reach", sa.Text(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("answered", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person", ID, nullable=True),
        _of_dialogue(),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_removal_requests_dialogue", "removal_requests", ["dialogue"])


def _create_search() -> None:
    op.create_table(
        "search_texts",
        sa.Column("dialogue", ID, primary_key=True),
        sa.Column("word", sa.String(length=64), primary_key=True),
        sa.Column("lang", sa.String(length=8), primary_key=True),
        sa.Column("is_original", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=True),
        sa.Column("seat", sa.String(length=64), nullable=True),
        sa.Column("folded", sa.Text(), nullable=False),
        _of_dialogue(),
    )
    op.create_table(
        "search_keys",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("held", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("dialogue", ID, primary_key=True),
        sa.Column("word", sa.String(length=64), primary_key=True),
        _of_dialogue(),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_keys_dialogue_word", "search_keys", ["dialogue", "word"])
    op.create_table("search_vocabulary", sa.Column("key", sa.Text(), primary_key=True))
    op.create_table(
        "search_states",
        sa.Column("dialogue", ID, primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_dialogue(),
    )


def _of_dialogue() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE")


def downgrade() -> None:
    for table in ("search_states", "search_vocabulary", "search_keys", "search_texts"):
        op.drop_table(table)
    op.drop_index("ix_removal_requests_dialogue", table_name="removal_requests")
    op.drop_table("removal_requests")
    op.drop_table("hidden_words")
    op.drop_table("record_versions")
    op.drop_index("ix_publications_audience", table_name="publications")
    op.drop_table("publications")
    op.drop_column("account_links", "made_by")
    op.drop_index("ix_tokens_opened_by", "tokens")
    op.drop_column("tokens", "opened_by")
    op.drop_table("erasures")
    op.drop_table("installation")
    op.drop_table("cards")
    for table in TABLES:
        for column in reversed(COLUMNS):
            op.drop_column(table, column)
