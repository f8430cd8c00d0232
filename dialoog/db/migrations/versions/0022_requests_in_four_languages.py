"""What somebody asks who does not want to be in a record: what they wish, and in which language the answer goes.

Revision: 0022; requests that exist, of which no page made any, are Dutch.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("removal_requests", sa.Column("wish", sa.Text(), nullable=True))
    op.add_column(
        "removal_requests", sa.Column("lang", sa.String(length=8), nullable=False, server_default="nl")
    )


def downgrade() -> None:
    op.drop_column("removal_requests", "lang")
    op.drop_column("removal_requests", "wish")
