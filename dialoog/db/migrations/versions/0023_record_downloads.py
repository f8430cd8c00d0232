"""Files of records that people took along, by number and by the ids of what stood in them.

Revision: 0023; it follows 0022. Of files that were taken along before, nobody knows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ID = sa.String(length=24)


def upgrade() -> None:
    op.create_table(
        "record_downloads",
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("taker", sa.String(length=16), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.Column("missing_sentences", sa.Integer(), nullable=False),
        sa.Column("missing_names", sa.Integer(), nullable=False),
        sa.Column("acknowledged", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue", "number"),
    )


def downgrade() -> None:
    op.drop_table("record_downloads")
