"""The folded sheet of a record: which sentences an organiser chose, and their own text on it.

Revision: 0025. Records that exist have none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    texts = ("title", "introduction", "contact", "phone", "visit", "words")
    op.create_table(
        "sheets",
        sa.Column("dialogue", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue"),
    )


def downgrade() -> None:
    op.drop_table("sheets")
