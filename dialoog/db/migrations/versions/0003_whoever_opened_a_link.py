"""Every browser that opens a link has a token of its own, so that one of them can be ended without the others.

Revision: 0003. Whoever came in before keeps the token of the link.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tokens", sa.Column("link", sa.LargeBinary(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("tokens", "link")
