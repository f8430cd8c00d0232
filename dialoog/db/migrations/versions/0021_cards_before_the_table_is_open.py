"""Numbered cards are printed for an evening that is planned, and one that was lost ends.

Revision: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ID = sa.String(length=24)


def upgrade() -> None:
    op.create_table(
        "planned_cards",
        sa.Column("gathering", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["gathering"], ["gatherings.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("gathering", "number"),
        sa.UniqueConstraint("hash"),
    )
    op.add_column("cards", sa.Column("origin", ID, nullable=True))
    op.add_column("cards", sa.Column("lost", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("cards", "lost")
    op.drop_column("cards", "origin")
    op.drop_table("planned_cards")
