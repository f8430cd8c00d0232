"""Until when people can be reached and are named, besides until when their words are kept.

Revision: 0015. Dialogues and planned evenings that exist have the one day that people were told.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = ("dialogues", "gatherings")
COLUMNS = ("names_until", "contacts_until")


def upgrade() -> None:
    for table in TABLES:
        for column in COLUMNS:
            op.add_column(table, sa.Column(column, sa.String(length=10), nullable=False, server_default=""))


def downgrade() -> None:
    for table in TABLES:
        for column in reversed(COLUMNS):
            op.drop_column(table, column)
