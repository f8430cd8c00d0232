"""The search over records: released sentences folded, the keys of their words, and how far each dialogue is indexed.

Revision: 0020. The worker indexes the records that exist.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ID = sa.String(length=24)


def upgrade() -> None:
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
