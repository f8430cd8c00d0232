"""What organisers tell back about an evening: their own text, and when it was sent.

Revision: 0032; it follows 0031. Of evenings that were held nothing was told before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

ID = sa.String(length=24)


def upgrade() -> None:
    op.create_table(
        "report_backs",
        sa.Column("dialogue", ID, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person", ID, nullable=True),
        sa.Column("sent", sa.BigInteger(), nullable=True),
        sa.Column("copy", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["dialogue"], ["dialogues.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dialogue", "number"),
    )


def downgrade() -> None:
    op.drop_table("report_backs")
