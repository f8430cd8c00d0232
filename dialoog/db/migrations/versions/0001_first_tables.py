"""First tables

Revision: 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dialogues",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=7), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("expectation", sa.Text(), nullable=False),
        sa.Column("neighbourhood", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("facilitator", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=True),
        sa.Column("swept", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogues")),
        sa.UniqueConstraint("code", name=op.f("uq_dialogues_code")),
    )
    op.create_table(
        "journal",
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("command_id", sa.String(length=64), nullable=False),
        sa.Column("request_mac", sa.LargeBinary(length=32), nullable=False),
        sa.Column("by_desk", sa.String(length=16), nullable=False),
        sa.Column("by_seat", sa.String(length=64), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("events", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue"], ["dialogues.id"], name=op.f("fk_journal_dialogue_dialogues"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dialogue", "version", name=op.f("pk_journal")),
        sa.UniqueConstraint("dialogue", "command_id", name=op.f("uq_journal_dialogue_command_id")),
    )
    op.create_table(
        "records",
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("saved", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue"], ["dialogues.id"], name=op.f("fk_records_dialogue_dialogues"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dialogue", name=op.f("pk_records")),
    )
    op.create_table(
        "seats",
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue"], ["dialogues.id"], name=op.f("fk_seats_dialogue_dialogues"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dialogue", "id", name=op.f("pk_seats")),
    )
    op.create_table(
        "tokens",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("dialogue", sa.String(length=24), nullable=True),
        sa.Column("seat", sa.String(length=64), nullable=True),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("revoked", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dialogue"], ["dialogues.id"], name=op.f("fk_tokens_dialogue_dialogues"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_tokens")),
    )
    with op.batch_alter_table("tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tokens_dialogue"), ["dialogue"], unique=False)

    op.create_table(
        "translations",
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue"],
            ["dialogues.id"],
            name=op.f("fk_translations_dialogue_dialogues"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dialogue", "word", "lang", name=op.f("pk_translations")),
    )
    op.create_table(
        "words",
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue"], ["dialogues.id"], name=op.f("fk_words_dialogue_dialogues"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dialogue", "id", name=op.f("pk_words")),
    )


def downgrade() -> None:
    op.drop_table("words")
    op.drop_table("translations")
    with op.batch_alter_table("tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tokens_dialogue"))

    op.drop_table("tokens")
    op.drop_table("seats")
    op.drop_table("records")
    op.drop_table("journal")
    op.drop_table("dialogues")
