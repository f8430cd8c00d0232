"""The name of this installation, which its backups carry, and the list of what was erased.

Revision: 0017. On the list come the dialogues that earlier releases erased on their day; of single sentences and people they kept none.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    installation = op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.bulk_insert(installation, [{"id": 1, "name": secrets.token_urlsafe(12)}])
    op.create_table(
        "erasures",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "place", "subject", "at", name=op.f("pk_erasures")),
    )
    op.execute(
        "INSERT INTO erasures (kind, place, subject, at)"
        " SELECT 'dialogue', subject, '', COALESCE(ended, due) FROM jobs"
        " WHERE kind = 'retention' AND state = 'done' AND subject NOT IN (SELECT id FROM dialogues)"
    )


def downgrade() -> None:
    op.drop_table("erasures")
    op.drop_table("installation")
