"""An evening may have several tables. Revision: 0035; it follows 0034. Every evening that exists has one."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("gatherings", sa.Column("evening", sa.String(length=24), nullable=False, server_default=""))
    op.add_column("gatherings", sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
    op.execute("UPDATE gatherings SET evening = id")
    op.create_index("ix_gatherings_evening", "gatherings", ["evening"])
    op.add_column("dialogues", sa.Column("table_number", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("dialogues", "table_number")
    op.drop_index("ix_gatherings_evening", table_name="gatherings")
    op.drop_column("gatherings", "number")
    op.drop_column("gatherings", "evening")
