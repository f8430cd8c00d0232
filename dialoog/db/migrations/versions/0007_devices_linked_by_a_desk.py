"""Which desk linked a device to a seat, so that the journal tells that device from the seat's own.

Revision: 0007. Devices that were linked before count as the seat's own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tokens", sa.Column("linked_by", sa.String(length=16), nullable=True))


def downgrade() -> None:
    op.drop_column("tokens", "linked_by")
