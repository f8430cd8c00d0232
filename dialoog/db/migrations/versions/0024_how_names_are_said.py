"""How a name is said: beside the name, with the salt of its own commitment.

Revision: 0024; it follows 0023. Nobody who sat at a table before said it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("seats", sa.Column("pronunciation", sa.Text(), nullable=True))
    op.add_column("seats", sa.Column("pronunciation_salt", sa.LargeBinary(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column("seats", "pronunciation")
    op.drop_column("seats", "pronunciation_salt")
