"""Who opened a desk from a page, and who made an invitation, so that both end with the right of that person.

Revision: 0018. Of desks and invitations that exist nobody knows: they end as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("tokens", sa.Column("opened_by", sa.String(length=24), nullable=True))
    op.create_index("ix_tokens_opened_by", "tokens", ["opened_by"])
    op.add_column("account_links", sa.Column("made_by", sa.String(length=24), nullable=True))


def downgrade() -> None:
    op.drop_column("account_links", "made_by")
    op.drop_index("ix_tokens_opened_by", "tokens")
    op.drop_column("tokens", "opened_by")
