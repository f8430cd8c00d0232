"""Questions that somebody outside is asked to answer, how that addressee is reached, and every reply.

Revision: 0029. No question was ever asked of anybody, so the tables begin empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

DAY = sa.String(length=10)


def upgrade() -> None:
    op.create_table(
        "questions",
        *_word(),
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("seat", sa.String(length=64), nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("is_of_resident", sa.Boolean(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("reply_by", DAY, nullable=False),
        sa.Column("ask_on", DAY, nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("reminded_for", DAY, nullable=True),
        sa.Column("ends", DAY, nullable=False),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue", "word"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("ix_questions_ask_on", "questions", ["ask_on"])
    op.create_table(
        "addressees",
        *_word(),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "mail", "phone")),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue", "word"),
    )
    op.create_table(
        "question_replies",
        *_word(),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("until", DAY, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("written", DAY, nullable=False),
        sa.Column("enterer", sa.Text(), nullable=True),
        sa.Column("is_answer", sa.Boolean(), nullable=True),
        sa.Column("judged", sa.BigInteger(), nullable=True),
        sa.Column("judge", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue", "word", "number"),
    )


def downgrade() -> None:
    op.drop_table("question_replies")
    op.drop_table("addressees")
    op.drop_index("ix_questions_ask_on", table_name="questions")
    op.drop_table("questions")


def _word() -> tuple[sa.Column[str], sa.Column[str]]:
    return (
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
    )
