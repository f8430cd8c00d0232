"""What organisers decide about records: stage, audience, their own text with its versions, hidden sentences, and who asked for that.

Revision: 0019. Records that exist are concepts for who took part, which is what a record without a row is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("review_ends", sa.BigInteger(), nullable=True),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("lost_insights", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue"],
            ["dialogues.id"],
            name=op.f("fk_publications_dialogue_dialogues"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dialogue", name=op.f("pk_publications")),
    )
    op.create_index(op.f("ix_publications_audience"), "publications", ["audience"], unique=False)
    op.create_table(
        "record_versions",
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(length=24), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue"],
            ["dialogues.id"],
            name=op.f("fk_record_versions_dialogue_dialogues"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dialogue", "number", name=op.f("pk_record_versions")),
    )
    op.create_table(
        "hidden_words",
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("word", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["dialogue"],
            ["dialogues.id"],
            name=op.f("fk_hidden_words_dialogue_dialogues"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dialogue", "word", name=op.f("pk_hidden_words")),
    )
    op.create_table(
        "removal_requests",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("reach", sa.Text(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("answered", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["dialogue"],
            ["dialogues.id"],
            name=op.f("fk_removal_requests_dialogue_dialogues"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_requests")),
    )
    op.create_index(op.f("ix_removal_requests_dialogue"), "removal_requests", ["dialogue"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_removal_requests_dialogue"), table_name="removal_requests")
    op.drop_table("removal_requests")
    op.drop_table("hidden_words")
    op.drop_table("record_versions")
    op.drop_index(op.f("ix_publications_audience"), table_name="publications")
    op.drop_table("publications")
