"""A name that its owner asked for and that no desk has read yet, beside the one that stands.

Revision: 0013. It lies in the row of the name, so that whatever erases the one erases the other.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("seats", sa.Column("requested", sa.Text(), nullable=True))
    op.add_column("seats", sa.Column("requested_salt", sa.LargeBinary(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column("seats", "requested_salt")
    op.drop_column("seats", "requested")
