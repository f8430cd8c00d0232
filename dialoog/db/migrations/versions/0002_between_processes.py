"""What several processes share: tickets that were given, and wrong codes that were counted.

Revision: 0002. On PostgreSQL both are unlogged: after a crash they are empty, and nobody is worse off.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    unlogged = ["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else []
    op.create_table(
        "tickets",
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("token", sa.LargeBinary(length=32), nullable=False),
        sa.Column("given", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_tickets")),
        prefixes=unlogged,
    )
    op.create_table(
        "wrong_codes",
        sa.Column("address", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("address", "at", name=op.f("pk_wrong_codes")),
        prefixes=unlogged,
    )


def downgrade() -> None:
    op.drop_table("wrong_codes")
    op.drop_table("tickets")
