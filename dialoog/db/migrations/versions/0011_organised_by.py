"""By whom an evening is organised, where that is a municipality or a care organisation.

Revision: 0011. Dialogues and planned evenings that exist say nothing of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("dialogues", "gatherings")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("organised_by", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "organised_by")
