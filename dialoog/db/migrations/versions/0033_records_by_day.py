"""Records by the day on which they were held, for the search: it reads the evenings, the newest first.

Revision: 0033.
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_records_held_dialogue", "records", ["held", "dialogue"])


def downgrade() -> None:
    op.drop_index("ix_records_held_dialogue", "records")
