"""Gatherings: evenings that are planned; who leads them, with an account or by a link; and the tokens of guests.

Revision: 0010. Dialogues that exist were opened without being planned.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.String(length=24)
LINES = (
    "title", "theme", "expectation", "neighbourhood", "municipality", "facilitator", "organisation", "contact", "place",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "gatherings",
        sa.Column("id", ID, primary_key=True),
        sa.Column("owner", ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in LINES),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("until", sa.String(length=10), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("start", sa.String(length=5), nullable=False),
        sa.Column("end", sa.String(length=5), nullable=False),
        sa.Column("programme", sa.String(length=16), nullable=False),
        sa.Column("dialogue", ID, nullable=True, unique=True),
        sa.Column("cancelled", sa.BigInteger(), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_gatherings_owner", "gatherings", ["owner"])
    op.create_table(
        "assignments",
        sa.Column("gathering", ID, primary_key=True),
        sa.Column("person", ID, primary_key=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_assignments_person", "assignments", ["person"])
    op.add_column("account_links", sa.Column("gathering", ID, nullable=True))
    op.create_index("ix_account_links_gathering", "account_links", ["gathering"])
    op.add_column("tokens", sa.Column("guest", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("tokens", "guest")
    op.drop_index("ix_account_links_gathering", "account_links")
    op.drop_column("account_links", "gathering")
    op.drop_table("assignments")
    op.drop_table("gatherings")
