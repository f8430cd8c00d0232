"""The outbox: mails that wait, were sent or failed.

Revision: 0014. There were none before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("organisation", sa.String(length=24), nullable=True),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("begun", sa.BigInteger(), nullable=True),
        sa.Column("maybe_twice", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(length=80), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    op.create_index("ix_mails_cause", "mails", ["cause"], unique=False)
    op.create_index(
        "ix_mails_organisation_state", "mails", ["organisation", "state", "created"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_mails_organisation_state", table_name="mails")
    op.drop_index("ix_mails_cause", table_name="mails")
    op.drop_table("mails")
